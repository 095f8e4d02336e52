-- Cells of the declarations with their unit value in US dollars FOB. A cell that lies a factor of five off the middle of its
-- subheading and origin is a wrong unit or a slip of the pen, not a price.
with usd as (
  select i.hs6, i.country, i.supplier, i.period, i.goods, i.items, i.mass_kg, i.value_krw, i.fob_krw / r.krw as fob_usd,
         ln(i.fob_krw / r.krw / i.mass_kg) as log_price
  from imports i join rates r on r.period = i.period
), placed as (
  select *, row_number() over (partition by hs6, country order by log_price) as place,
         count(*) over (partition by hs6, country) as cells
  from usd
), middle as (
  select hs6, country, log_price as middle from placed where place = (cells + 1) // 2
)
select p.hs6, p.country, p.supplier, p.period, p.goods, p.items, p.mass_kg, p.value_krw, p.fob_usd, p.log_price
from placed p join middle m on m.hs6 = p.hs6 and m.country = p.country
where abs(p.log_price - m.middle) <= ln(5e0)
