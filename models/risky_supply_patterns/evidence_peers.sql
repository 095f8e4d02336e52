-- The inspected items that came before the period and that the first reason counts: those of the same goods and route, the
-- same tariff first; where there are none, those of the narrowest wider pattern that was inspected. Newest first.
with declared as (
  select declaration_id, item_no, declared_on, declarant_id, importer_id, seller_id, hs_code, country_origin,
         country_departure, tax_type, tax_rate_pct, net_mass_kg, customs_value_krw,
         coalesce(country_departure, '?') as departure, coalesce(country_origin, '?') as origin,
         rpad(coalesce(hs_code, ''), 6, '.') as subheading, coalesce(tax_type, '?') as tariff,
         coalesce(cast(cast(tax_rate_pct as decimal(9, 2)) as varchar), '?') as rate
  from import_declaration
), wanted as (
  select departure, origin, subheading, tariff, rate from declared
  where declaration_id || '/' || cast(item_no as varchar) = $subject_id
), peer as (
  select d.*, r.outcome, r.inspected_on,
         case when substr(d.subheading, 1, 4) <> substr(w.subheading, 1, 4) then 1 when d.subheading <> w.subheading then 2
              when d.origin <> w.origin then 3 when d.departure <> w.departure then 4
              when d.tariff <> w.tariff or d.rate <> w.rate then 5 else 6 end as closeness
  from declared d
  join inspection_result r
    on r.subject_type = 'import_item' and r.subject_id = d.declaration_id and r.item_no = d.item_no
  join wanted w on substr(w.subheading, 1, 2) = substr(d.subheading, 1, 2)
  where r.inspected_on >= $learn_from and r.inspected_on < $from and d.declared_on < $from
), closest as (
  select least(max(closeness), 5) as closeness from peer
)
select p.declaration_id, p.item_no, p.declared_on, p.outcome, p.inspected_on, p.hs_code, p.country_origin,
       p.country_departure, p.tax_type, p.tax_rate_pct, p.importer_id, p.seller_id, p.declarant_id, p.net_mass_kg,
       p.customs_value_krw
from peer p
join closest c on p.closeness >= c.closeness
order by p.closeness desc, p.inspected_on desc, p.declaration_id, p.item_no
