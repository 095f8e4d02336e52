-- The items of the period that have a price, with their quantity in the base unit of its kind (the project's table of
-- quantity units) and their mass. The goods' code is kept to ten digits; a shorter one is its own parent.
select declaration_id || '/' || cast(item_no as varchar) as subject_id, declared_on,
       year(declared_on) * 12 + month(declared_on) - 1 as month_no,
       coalesce(importer_id, '') as importer, coalesce(seller_id, '') as seller, hs_code, substr(hs_code, 1, 6) as hs6,
       substr(hs_code, 1, 4) as hs4, coalesce(country_origin, '') as origin, coalesce(country_departure, '') as departure,
       trim(translate(lower(coalesce(goods_description, '')), '.,;:/()#*"''', '           ')) as goods,
       case when transport_mode = '40' then 1e0 else 0e0 end as by_air, case when related_party then 1e0 else 0e0 end as related,
       tax_rate_pct as rate_pct, cast(customs_value_krw as double) as value_krw,
       ln(cast(customs_value_krw as double)) as log_value,
       case when net_mass_kg > 0 then cast(net_mass_kg as double) end as mass_kg,
       case when quantity > 0 then case quantity_unit
              when 'KG' then 'KG' when 'T' then 'KG' when 'G' then 'KG'
              when 'U' then 'U' when '2U' then 'U' when 'DZ' then 'U' when 'GR' then 'U'
              when 'L' then 'L' when 'HL' then 'L' when 'M3' then 'L' else quantity_unit end end as base_unit,
       case when quantity > 0 then cast(quantity as double) * case quantity_unit
              when 'T' then 1e3 when 'G' then 1e-3 when '2U' then 2e0 when 'DZ' then 12e0 when 'GR' then 144e0
              when 'HL' then 100e0 when 'M3' then 1e3 else 1e0 end end as quantity
from import_declaration
where declared_on between $from and $to and customs_value_krw > 0 and hs_code is not null
  and (net_mass_kg > 0 or quantity > 0)
