-- By week: how much longer than that honest payments wait for their goods, or came after them. `open_share` is Kaplan-Meier's
-- for advances, among those whose goods ever come; payments not matched by amount are censored when the period ends.
-- Without any pair by which to judge, half are through every sixty days.
with week as (
  select unnest(range(0, 261)) as week
), advance as (
  select case when l.days >= 0 then l.days else date_diff('day', p.sent_on, cast($until as date)) end as days,
         coalesce(l.days >= 0, false) as ended
  from payments p left join lags l on l.remittance_id = p.remittance_id
  where p.purpose = 'trade_advance' and coalesce(l.days >= 0, true)
), ended as (
  select floor(days / 7) as week, count(*) filter (where ended) as ended, count(*) as gone from advance group by all
), risk as (
  select w.week, coalesce(e.ended, 0) as ended,
         sum(coalesce(e.gone, 0)) over (order by w.week desc) as at_risk
  from week w left join ended e on e.week = w.week
), curve as (
  select week, exp(sum(ln(greatest(1e0 - coalesce(ended / nullif(at_risk, 0)::double, 0e0), 1e-6))) over (order by week)) as share from risk
), floor_share as (
  select min(share) as share, (select count(*) from advance where ended) as pairs from curve
), behind as (
  select -days as days from lags where days < 0
), late as (
  select w.week, count(*) filter (where b.days >= 7 * w.week) as longer, count(*) as n
  from week w cross join (select floor(days / 7) * 7 as days from behind) b group by w.week
)
select c.week,
       case when f.pairs < 30 then pow(0.5, c.week * 7 / 60.0) else (c.share - f.share) / nullif(1 - f.share, 0) end as open_share,
       case when coalesce(l.n, 0) < 30 then pow(0.5, c.week * 7 / 60.0) else l.longer / l.n::double end as later_share
from curve c cross join floor_share f left join late l on l.week = c.week
