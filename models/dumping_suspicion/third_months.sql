-- What third countries paid in each month. A market's price that lies a factor of three off the middle of all markets of the
-- country and subheading is left out.
with placed as (
  select t.*, ln(t.value_usd / t.mass_kg) as log_price,
         row_number() over (partition by t.hs6, t.country order by t.value_usd / t.mass_kg) as place,
         count(*) over (partition by t.hs6, t.country) as cells
  from trade t
  cross join home h
  where t.market <> h.country
), middle as (
  select hs6, country, log_price as middle from placed where place = (cells + 1) // 2
)
select p.hs6, p.country, p.period, sum(p.mass_kg) as mass_kg, sum(p.value_usd) as value_usd, count(*) as markets
from placed p join middle m on m.hs6 = p.hs6 and m.country = p.country
where abs(p.log_price - m.middle) <= ln(3e0)
group by p.hs6, p.country, p.period
