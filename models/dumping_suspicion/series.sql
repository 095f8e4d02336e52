-- Months with a price to us and to third countries. gap: logarithm of the third countries' price over ours, for like goods.
-- A series of a supplier stands beside that of all suppliers (supplier NULL) where it is not the only one.
with paired as (
  select o.hs6, o.country, o.supplier, o.period, o.mass_kg, o.value_usd, o.value_krw, o.like_value_usd,
         t.value_usd / t.mass_kg as third_price_usd, t.markets,
         ln(t.value_usd / t.mass_kg) - o.log_like as gap, o.items / (o.items + 2e0) as weight,
         sum(o.value_usd) over (partition by o.hs6, o.country, o.supplier) as series_value
  from our_months o
  join third_months t on t.hs6 = o.hs6 and t.country = o.country and t.period = o.period
  where o.supplier is null or o.supplier <> ''
), counted as (
  select *, count(*) over (partition by hs6, country, supplier) as months,
         row_number() over (partition by hs6, country, supplier order by period) as month,
         max(case when supplier is null then series_value end) over (partition by hs6, country) as pair_value
  from paired
)
select * from counted
where months >= $min_months and (supplier is null or series_value between 0.02 * pair_value and 0.98 * pair_value)
