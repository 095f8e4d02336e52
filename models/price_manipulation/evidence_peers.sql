-- Items of the same commodity, the same origin and the nearest days first, with their price per kilogram and per unit as declared.
with wanted as (
  select hs_code, country_origin, declared_on from import_declaration
  where declaration_id || '/' || cast(item_no as varchar) = $subject_id
)
select d.declaration_id, d.item_no, d.declared_on, d.importer_id, d.seller_id, d.country_origin, d.goods_description, d.net_mass_kg, d.quantity,
       d.quantity_unit, d.customs_value_krw, cast(d.customs_value_krw as double) / nullif(cast(d.net_mass_kg as double), 0) as krw_per_kg,
       cast(d.customs_value_krw as double) / nullif(d.quantity, 0) as krw_per_unit
from import_declaration d join wanted w on w.hs_code = d.hs_code
where d.declared_on between $from and $to
order by case when d.country_origin = w.country_origin then 0 else 1 end, abs(date_diff('day', w.declared_on, d.declared_on)), d.declaration_id, d.item_no
limit 200
