-- An item: what its importer bought from its seller. An importer: all that it bought.
with wanted as (
  select importer_id, seller_id from import_declaration where declaration_id || '/' || cast(item_no as varchar) = $subject_id
)
select d.declared_on, d.declaration_id, d.item_no, d.importer_id, d.seller_id, d.hs_code, d.goods_description, d.net_mass_kg, d.quantity,
       d.quantity_unit, d.customs_value_krw, cast(d.customs_value_krw as double) / nullif(cast(d.net_mass_kg as double), 0) as krw_per_kg
from import_declaration d left join wanted w on w.importer_id = d.importer_id
where d.declared_on between $from and $to
  and (d.importer_id = $subject_id or (w.importer_id is not null and d.seller_id is not distinct from w.seller_id))
order by d.declared_on, d.declaration_id, d.item_no
limit 500
