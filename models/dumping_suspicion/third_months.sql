-- What third countries paid in each month. A market's price that lies a factor of three off the middle of all markets of the
-- country and subheading is left out. market_error_square: how far the markets' mean prices lie apart, over their number; where
-- they pay very different prices, the goods differ too, and their mean says less about ours.
with placed as (
  select t.*, ln(t.value_usd / t.mass_kg) as log_price,
         row_number() over (partition by t.hs6, t.country order by t.value_usd / t.mass_kg) as place,
         count(*) over (partition by t.hs6, t.country) as cells
  from trade t
  cross join home h
  where t.market <> h.country
), middle as (
  select hs6, country, log_price as middle from placed where place = (cells + 1) // 2
), kept as (
  select p.* from placed p join middle m on m.hs6 = p.hs6 and m.country = p.country where abs(p.log_price - m.middle) <= ln(3e0)
), market as (
  select hs6, country, market, avg(log_price) as level from kept group by hs6, country, market
), apart as (
  select hs6, country, var_samp(level) / count(*) as error_square from market group by hs6, country
)
select k.hs6, k.country, k.period, sum(k.mass_kg) as mass_kg, sum(k.value_usd) as value_usd, count(*) as markets,
       any_value(a.error_square) as market_error_square
from kept k join apart a on a.hs6 = k.hs6 and a.country = k.country
group by k.hs6, k.country, k.period
