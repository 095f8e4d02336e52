-- One row per declared item that was inspected before the period, or lies in it: what is known of it when it is declared.
-- violation: 1 or 0 where the item was inspected before the period, NULL where the outcome is not known then.
-- weight: one over the chance with which a random inspection was drawn, at most $most_weight; 1 for other inspections, whose
-- chance is not known. An outcome that is dated before the declaration is not believed.
with result as (
  select subject_id, item_no, inspected_on,
         case when outcome in ('violation', 'critical') then 1 else 0 end as violation,
         case when outcome = 'critical' then 1 else 0 end as critical, cast(recovered_krw as double) as recovered_krw,
         case when selected_by = 'random' and selection_probability > 0
              then least(1e0 / selection_probability, $most_weight) else 1e0 end as weight
  from inspection_result
  where subject_type = 'import_item' and inspected_on >= $learn_from and inspected_on < $from
), outcome as (
  select d.declaration_id, d.item_no, max(r.violation) as violation, max(r.critical) as critical, max(r.weight) as weight,
         sum(r.recovered_krw) as recovered_krw
  from import_declaration d
  join result r on r.subject_id = d.declaration_id and r.item_no = d.item_no and r.inspected_on >= d.declared_on
  where d.declared_on < $from
  group by d.declaration_id, d.item_no
)
select d.declaration_id || '/' || cast(d.item_no as varchar) as subject_id, d.declared_on,
       d.declared_on between $from and $to as scored,
       o.violation, o.weight, o.recovered_krw, case when o.critical = 1 then $critical_weight else 1e0 end as emphasis,
       d.office, d.process_type, d.import_type, d.import_use, d.payment_type, d.transport_mode,
       substr(d.hs_code, 1, 6) as hs_code, substr(d.hs_code, 1, 4) as heading, substr(d.hs_code, 1, 2) as chapter,
       d.country_departure, d.country_origin, d.origin_marking,
       d.tax_type || ' ' || coalesce(cast(cast(d.tax_rate_pct as decimal(9, 2)) as varchar), '') as tariff,
       cast(round(cast(d.customs_value_krw as double) / nullif(cast(d.net_mass_kg as double), 0e0), 2) as decimal(20, 2)) as price_level,
       d.importer_id, d.seller_id, d.declarant_id, d.courier_id,
       cast(d.customs_value_krw as double) as customs_value_krw, cast(d.net_mass_kg as double) as net_mass_kg,
       cast(d.customs_value_krw as double) / nullif(cast(d.net_mass_kg as double), 0e0) as krw_per_kg,
       cast(d.tax_rate_pct as double) as tax_rate_pct
from import_declaration d
left join outcome o on o.declaration_id = d.declaration_id and o.item_no = d.item_no
where o.violation is not null or d.declared_on between $from and $to
