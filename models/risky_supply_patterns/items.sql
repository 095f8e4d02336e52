-- One row per declared item: the inspected past, from which patterns are learned, and the period to score.
-- violation: 1 or 0 where the item was inspected before the period, NULL where it is to be scored.
-- late: the inspection lies in the confirmation part of the learning period.
-- Dots stand for the digits that a short HS code lacks: '44' has the heading '44..', which is not the chapter.
with result as (
  select subject_id, item_no, max(inspected_on) as inspected_on,
         max(case when outcome in ('violation', 'critical') then 1 else 0 end) as violation
  from inspection_result
  where subject_type = 'import_item' and inspected_on >= $learn_from and inspected_on < $from
  group by subject_id, item_no
)
select d.declaration_id || '/' || cast(d.item_no as varchar) as subject_id, d.declared_on, d.customs_value_krw,
       case when d.declared_on < $from then r.violation end as violation,
       coalesce(r.inspected_on >= $confirm_from, false) as late,
       coalesce(d.country_departure, '?') as departure,
       coalesce(d.country_origin, '?') as origin,
       rpad(coalesce(d.hs_code, ''), 2, '.') as chapter,
       rpad(coalesce(d.hs_code, ''), 4, '.') as heading,
       rpad(coalesce(d.hs_code, ''), 6, '.') as subheading,
       coalesce(d.tax_type, '?') as tax_type,
       coalesce(cast(cast(d.tax_rate_pct as decimal(9, 2)) as varchar), '?') as tax_rate,
       d.seller_id as seller, d.importer_id as importer, d.declarant_id as declarant
from import_declaration d
left join result r on r.subject_id = d.declaration_id and r.item_no = d.item_no
where (d.declared_on < $from and r.violation is not null) or d.declared_on between $from and $to
