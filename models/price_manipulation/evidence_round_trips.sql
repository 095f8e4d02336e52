-- An importer's goods that were also exported, to whom and from whom, by day.
with goods as (
  select distinct substr(hs_code, 1, 6) as hs6 from export_declaration where exporter_id = $subject_id
)
select d.declared_on, 'in' as direction, d.seller_id as partner, d.hs_code, d.net_mass_kg, d.customs_value_krw as value_krw,
       cast(d.customs_value_krw as double) / nullif(cast(d.net_mass_kg as double), 0) as krw_per_kg
from import_declaration d join goods g on g.hs6 = substr(d.hs_code, 1, 6)
where d.importer_id = $subject_id and d.declared_on between $from and $to
union all
select e.declared_on, 'out', e.buyer_id, e.hs_code, e.net_mass_kg, e.fob_value_krw,
       cast(e.fob_value_krw as double) / nullif(cast(e.net_mass_kg as double), 0)
from export_declaration e
where e.exporter_id = $subject_id and e.declared_on between $from and $to
order by 1, 2
limit 500
