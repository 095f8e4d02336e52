-- What an analyst writes in an afternoon: the countries' reported export unit value to others over our unit value, whole period.
with ours as (
  select substr(hs_code, 1, 6) as hs6, country_origin as country, sum(cast(customs_value_krw as double)) / sum(cast(net_mass_kg as double)) as price
  from import_declaration where declared_on between $from and $to and net_mass_kg > 0
  group by substr(hs_code, 1, 6), country_origin
), others as (
  select hs6, reporter as country, sum(cast(value_usd as double)) / sum(quantity_kg) as price
  from world_trade where flow = 'export' and quantity_kg > 0 group by hs6, reporter
)
select o.hs6 || '/' || o.country as subject_id, t.price / o.price as score
from ours o join others t on t.hs6 = o.hs6 and t.country = o.country
where o.price > 0
