-- What was declared: a row per subheading, origin, supplier, month and goods as described, on an FOB basis. The customs
-- value is CIF; what freight and insurance add depends on the mode of transport (divided out with the parameters).
-- Rows without mass, value, origin or six digits have no unit value.
select substr(hs_code, 1, 6) as hs6, country_origin as country, coalesce(seller_id, '') as supplier,
       substr(cast(declared_on as varchar), 1, 7) as period,
       trim(translate(lower(coalesce(goods_description, '')), '.,;:/()#*"', '          ')) as goods,
       count(*) as items, sum(cast(net_mass_kg as double)) as mass_kg,
       sum(cast(customs_value_krw as double)) as value_krw,
       sum(cast(customs_value_krw as double) / (1e0 + case transport_mode when '10' then $freight_sea when '40' then $freight_air
             when '20' then $freight_land when '30' then $freight_land else $freight_other end)) as fob_krw
from import_declaration
where declared_on between $from and $to and net_mass_kg > 0 and customs_value_krw > 0 and country_origin is not null
  and length(hs_code) >= 6
group by substr(hs_code, 1, 6), country_origin, coalesce(seller_id, ''), substr(cast(declared_on as varchar), 1, 7),
         trim(translate(lower(coalesce(goods_description, '')), '.,;:/()#*"', '          '))
