-- What the notice says of the pair.
with early as (
  select min(period) as first_period, max(period) as last_period, sum(mass_kg) as mass_kg, sum(value_krw) as value_krw,
         sum(value_usd) as value_usd, sum(value_usd) / sum(mass_kg) as our_price,
         sum(third_price_usd * mass_kg) / sum(mass_kg) as third_price
  from series where supplier is null and hs6 || '/' || country = $subject_id
)
select f.hs6, f.country, coalesce(f.supplier_id, '') as supplier_id, f.margin, f.interval_low, f.interval_high, f.months, f.p,
       f.import_share, case when f.negligible then 1 else 0 end as negligible, f.amount_at_stake_krw, e.first_period, e.last_period,
       e.mass_kg / 1000 as mass_tonnes, e.value_krw, e.value_usd, e.our_price, e.third_price
from findings f cross join early e
where f.subject_id = $subject_id
