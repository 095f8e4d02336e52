-- Every pair whose prices can be compared; behind them, without a score, the pairs that lack a price to third countries.
with line as (
  select greatest(coalesce(max(joint_p) filter (where q <= $max_false_discovery), 0), $expected_false / greatest(count(*), 1)) as p
  from ranked
), priced as (
  select r.hs6, r.country, 1 / (1 + exp(-r.strength / 5)) as score,
         coalesce(r.joint_p <= l.p and r.margin >= $de_minimis and not r.negligible, false) as alert,
         case when r.by_supplier then r.supplier_value_krw else r.value_krw end as value_krw,
         r.margin, r.interval_low, r.interval_high, r.months, r.joint_p as p,
         case when r.by_supplier then r.best_supplier end as supplier_id, r.share_late as import_share, r.negligible
  from interval_of r cross join line l
), bare as (
  select o.hs6, o.country, 0e0 as score, false as alert, sum(o.value_krw) as value_krw
  from imports o
  where not exists (select 1 from ranked r where r.hs6 = o.hs6 and r.country = o.country)
    and o.country <> (select country from home)
  group by o.hs6, o.country
)
select 'product_country' as subject_type, hs6 || '/' || country as subject_id, score, alert,
       cast(value_krw as decimal(20, 2)) as amount_at_stake_krw, hs6, country, supplier_id, margin, interval_low, interval_high,
       months, p, import_share, negligible
from priced
union all
select 'product_country', hs6 || '/' || country, score, alert, cast(value_krw as decimal(20, 2)), hs6, country, null, null,
       null, null, null, null, null, null
from bare
