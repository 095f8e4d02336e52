-- What the notice says of the pair: the supplier's own trade where it is the supplier that stands out, and the months since the gap widened, as
-- the margin and its interval do.
with pair as (
  select hs6, country, case when by_supplier then best_supplier end as supplier,
         coalesce(case when by_supplier then supplier_since else since end, '0000') as since
  from ranked where hs6 || '/' || country = $subject_id
), compared as (
  select min(s.period) as first_period, max(s.period) as last_period, sum(s.mass_kg) as mass_kg, sum(s.value_krw) as value_krw,
         sum(s.value_usd) as value_usd, sum(s.value_usd) / sum(s.mass_kg) as our_price,
         sum(s.third_price_usd * s.mass_kg) / sum(s.mass_kg) as third_price
  from series s
  join pair p on p.hs6 = s.hs6 and p.country = s.country and s.supplier is not distinct from p.supplier and s.period >= p.since
)
select f.hs6, f.country, coalesce(f.supplier_id, '') as supplier_id, f.margin, f.interval_low, f.interval_high, f.months, f.p,
       f.import_share, case when f.negligible then 1 else 0 end as negligible, f.amount_at_stake_krw, c.first_period, c.last_period,
       c.mass_kg / 1000 as mass_tonnes, c.value_krw, c.value_usd, c.our_price, c.third_price
from findings f cross join compared c
where f.subject_id = $subject_id
