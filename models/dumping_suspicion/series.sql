-- Months with a price to us and to third countries. gap: logarithm of the third countries' price over ours, for like goods.
-- change: the gap less each supplier's own mean gap, so that another mix of suppliers is no change of price.
-- A series of a supplier stands beside that of all suppliers (supplier NULL) where it is not the only one.
with paired as (
  select o.hs6, o.country, o.supplier, o.period, o.items, o.mass_kg, o.value_usd, o.value_krw, o.like_value_usd,
         t.value_usd / t.mass_kg as third_price_usd, t.markets,
         ln(t.value_usd / t.mass_kg) - o.log_like as gap, o.items / (o.items + 2e0) as weight,
         sum(o.value_usd) over (partition by o.hs6, o.country, o.supplier) as series_value
  from our_months o
  join third_months t on t.hs6 = o.hs6 and t.country = o.country and t.period = o.period
), own as (
  select *, sum(weight * gap) over (partition by hs6, country, supplier) / sum(weight) over (partition by hs6, country, supplier) as mean_gap
  from paired where supplier is not null
), within as (
  select hs6, country, period, sum(items * (gap - mean_gap)) / sum(items) as change
  from own group by hs6, country, period
), counted as (
  select p.*, case when p.supplier is null then w.change else p.gap end as change,
         count(*) over (partition by p.hs6, p.country, p.supplier) as months,
         row_number() over (partition by p.hs6, p.country, p.supplier order by p.period) as month,
         max(case when p.supplier is null then p.series_value end) over (partition by p.hs6, p.country) as pair_value
  from paired p
  join within w on w.hs6 = p.hs6 and w.country = p.country and w.period = p.period
  where p.supplier is null or p.supplier <> ''
)
select * from counted
where months >= $min_months and (supplier is null or series_value between 0.02 * pair_value and 0.98 * pair_value)
