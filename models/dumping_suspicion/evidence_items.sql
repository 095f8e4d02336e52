-- The declared items, newest first.
select declaration_id, item_no, declared_on, importer_id, seller_id, goods_description, transport_mode, net_mass_kg,
       customs_value_krw, customs_value_krw / cast(net_mass_kg as double) as krw_per_kg
from import_declaration
where substr(hs_code, 1, 6) || '/' || country_origin = $subject_id and declared_on between $from and $to and net_mass_kg > 0
order by declared_on desc, declaration_id, item_no
