-- The days of the nation, how much trade each takes, and the way from a share of the trade to its day.
set variable last_day = cast(getvariable('start') + to_months(cast(getvariable('months') as integer)) - interval 1 day as date);
set variable days = date_diff('day', getvariable('start'), getvariable('last_day')) + 1;

create table holiday as
  select lunar_new_year as feast from read_csv(getvariable('nation') || '/lists/holidays.csv')
  union all
  select chuseok from read_csv(getvariable('nation') || '/lists/holidays.csv');

-- Nobody works on the feast and its eve and morrow; the two weeks before are busier. Weekends are quiet, Decembers full.
create table day as
  with plain as (
    select n, cast(getvariable('start') + to_days(cast(n as integer)) as date) as day
    from range(0, getvariable('days')) as t(n)
  ), near as (
    select n, day, (select min(date_diff('day', day, feast)) from holiday where date_diff('day', day, feast) >= -1) as to_feast
    from plain
  ), weighed as (
    select n, day,
           case when to_feast between -1 and 1 then 0.02 when dayofweek(day) = 0 then 0.06 when dayofweek(day) = 6 then 0.2
                when to_feast between 2 and 16 then 1.25 when to_feast is null then 1 else 1 end
             * (1 + 0.05 * sin(2 * pi() * (dayofyear(day) - 60) / 365.25)) * case when month(day) = 12 then 1.08 else 1 end
             * (1 + 0.0001 * n) * spread('day.weight', n, 0.06) as weight,
           to_feast between -1 and 1 or dayofweek(day) in (0, 6) as closed
    from near
  )
  select cast(n as integer) as n, day, strftime(day, '%Y-%m') as period,
         cast(date_diff('month', getvariable('start'), day) as integer) as month, closed,
         sum(weight) over (order by n) / sum(weight) over () as reached
  from weighed order by n;

-- Share of the trade, in 1/8192, to the number of its day.
create table share_day as
  select cast(q as integer) as share, cast((select min(n) from day where reached >= (q + 0.5) / 8192) as integer) as n
  from range(0, 8192) as t(q) order by q;
