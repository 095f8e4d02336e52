-- Months with a price to us and to third countries. gap: logarithm of the third countries' price over ours, for like goods.
-- A grade cheaper than usual is taken off our price; one that is dearer over the whole series is not, for the country may sell
-- it to everybody: descriptions can excuse a low price, not accuse a high one.
-- change: the gap's movement, half as it is and half within each supplier, so that another mix of suppliers counts half.
-- A series of a supplier stands beside that of all suppliers (supplier NULL) from a tenth of the value on, unless it is nearly all.
with paired as (
  select o.hs6, o.country, o.supplier, o.period, o.items, o.mass_kg, o.value_usd, o.value_krw,
         ln(o.value_usd / o.usual_grade_usd) as grade, o.log_like, t.value_usd / t.mass_kg as third_price_usd, t.markets,
         t.market_error_square, o.items / (o.items + 2e0) as weight,
         sum(o.value_usd) over (partition by o.hs6, o.country, o.supplier) as series_value,
         avg(ln(o.value_usd / o.usual_grade_usd)) over (partition by o.hs6, o.country, o.supplier) as mean_grade
  from our_months o
  join third_months t on t.hs6 = o.hs6 and t.country = o.country and t.period = o.period
), priced_like as (
  select *, value_usd * exp(greatest(mean_grade, 0) - grade) as like_value_usd, ln(third_price_usd) - log_like as item_gap from paired
), gapped as (
  select *, ln(third_price_usd * mass_kg / like_value_usd) as gap from priced_like
), own as (
  select *, sum(weight * gap) over series / sum(weight) over series as mean_gap,
         sum(weight * item_gap) over series / sum(weight) over series as mean_item_gap
  from gapped
  window series as (partition by hs6, country, supplier)
), within as (
  select hs6, country, period, sum(items * (item_gap - mean_item_gap)) / sum(items) as change
  from own where supplier is not null group by hs6, country, period
), counted as (
  select o.* exclude (grade, mean_grade, log_like, item_gap, mean_item_gap, mean_gap),
         case when o.supplier is null then (o.gap - o.mean_gap + w.change) / 2 else o.gap - o.mean_gap end as change,
         count(*) over (partition by o.hs6, o.country, o.supplier) as months,
         row_number() over (partition by o.hs6, o.country, o.supplier order by o.period) as month,
         max(case when o.supplier is null then o.series_value end) over (partition by o.hs6, o.country) as pair_value
  from own o
  join within w on w.hs6 = o.hs6 and w.country = o.country and w.period = o.period
  where o.supplier is null or o.supplier <> ''
)
select * from counted
where months >= $min_months and (supplier is null or series_value between 0.1 * pair_value and 0.98 * pair_value)
