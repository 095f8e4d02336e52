-- Do the uncovered payments of a firm follow the coin premium? Spearman at lags of -1 to 3 days, p by circular shifts.
with firm as (
  select company_id from (
    select o.company_id, count(distinct o.sent_on) as days, any_value(b.unexplained_usd) as usd from open o join balances b on b.company_id = o.company_id
    group by all)
  where days >= 4 and usd > 0 order by usd desc, company_id limit 1000
), paid as (
  select company_id, sent_on, sum(ripe_usd) as usd from open where company_id in (select company_id from firm) group by all
), series as (
  select f.company_id, l.lag, list(coalesce(p.usd, 0e0) order by m.observed_on) as paid, list(m.premium order by m.observed_on) as premium
  from firm f cross join (select unnest([-1, 0, 1, 2, 3]) as lag) l cross join premium m
  left join paid p on p.company_id = f.company_id and p.sent_on = m.observed_on + l.lag::integer
  group by all
), tested as (
  select company_id, lag, shift_correlation(paid, premium, 7, 999) as c from series
), best as (
  select company_id, lag, c[1] as rho, least(1e0, 5 * c[2]) as p, row_number() over (partition by company_id order by c[2], abs(lag)) as place
  from tested where not isnan(c[1])
)
select company_id, lag, rho, p from best where place = 1
