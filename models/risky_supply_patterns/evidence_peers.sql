-- The inspected items of the same goods and route that came before the period, the same tariff first, newest first.
with wanted as (
  select country_departure, country_origin, substr(hs_code, 1, 6) as subheading, tax_type, tax_rate_pct
  from import_declaration
  where declaration_id || '/' || cast(item_no as varchar) = $subject_id
)
select d.declaration_id, d.item_no, d.declared_on, r.outcome, r.inspected_on, d.hs_code, d.country_origin,
       d.country_departure, d.tax_type, d.tax_rate_pct, d.importer_id, d.seller_id, d.declarant_id, d.net_mass_kg,
       d.customs_value_krw
from import_declaration d
join inspection_result r on r.subject_type = 'import_item' and r.subject_id = d.declaration_id and r.item_no = d.item_no
join wanted w on w.country_departure = d.country_departure and w.country_origin = d.country_origin
  and w.subheading = substr(d.hs_code, 1, 6)
where r.inspected_on >= $learn_from and r.inspected_on < $from and d.declared_on < $from
order by case when d.tax_type = w.tax_type and d.tax_rate_pct = w.tax_rate_pct then 0 else 1 end, r.inspected_on desc,
         d.declaration_id, d.item_no
