-- The inspected items behind the largest reason that counts peers: those that share everything it names. Newest first.
-- In a reason the signs of its list are written %25, %3B and %3D; only a party's own id may hold them.
with reason as (
  select ';' || pattern || ';' as pattern, low, high, row_number() over (order by position) as place
  from scores_reasons
  where subject_id = $subject_id and inspected > 0 and pattern <> ''
), declared as (
  select declaration_id, item_no, declared_on, office, process_type, import_type, import_use, payment_type, transport_mode,
         substr(hs_code, 1, 6) as hs_code, substr(hs_code, 1, 4) as heading, substr(hs_code, 1, 2) as chapter,
         country_departure, country_origin, origin_marking,
         tax_type || ' ' || coalesce(cast(cast(tax_rate_pct as decimal(9, 2)) as varchar), '') as tariff,
         cast(cast(round(cast(customs_value_krw as double) / nullif(cast(net_mass_kg as double), 0e0), 2) as decimal(20, 2)) as varchar)
           as price_level,
         importer_id, seller_id, declarant_id, courier_id, net_mass_kg, customs_value_krw,
         cast(customs_value_krw as real) as customs_value, cast(net_mass_kg as real) as net_mass, cast(tax_rate_pct as real) as tax_rate,
         cast(cast(customs_value_krw as double) / nullif(cast(net_mass_kg as double), 0e0) as real) as krw_per_kg
  from import_declaration
  where declared_on < $from
), peer as (
  select d.*, o.outcome, o.inspected_on, o.selected_by,
         min(d.customs_value) over () as least_value, min(d.net_mass) over () as least_mass,
         min(d.krw_per_kg) over () as least_per_kg, min(d.tax_rate) over () as least_rate
  from declared d
  join inspection_result o on o.subject_type = 'import_item' and o.subject_id = d.declaration_id and o.item_no = d.item_no
    and o.inspected_on >= d.declared_on and o.inspected_on >= $learn_from and o.inspected_on < $from
)
select d.declaration_id, d.item_no, d.declared_on, d.outcome, d.inspected_on, d.selected_by, d.hs_code, d.country_origin,
       d.country_departure, d.tariff, d.office, d.importer_id, d.seller_id, d.declarant_id, d.net_mass_kg, d.customs_value_krw
from peer d
join reason p on p.place = 1
where (strpos(p.pattern, ';office=') = 0 or strpos(p.pattern, ';office=' || coalesce(d.office, '') || ';') > 0)
  and (strpos(p.pattern, ';process_type=') = 0 or strpos(p.pattern, ';process_type=' || coalesce(d.process_type, '') || ';') > 0)
  and (strpos(p.pattern, ';import_type=') = 0 or strpos(p.pattern, ';import_type=' || coalesce(d.import_type, '') || ';') > 0)
  and (strpos(p.pattern, ';import_use=') = 0 or strpos(p.pattern, ';import_use=' || coalesce(d.import_use, '') || ';') > 0)
  and (strpos(p.pattern, ';payment_type=') = 0 or strpos(p.pattern, ';payment_type=' || coalesce(d.payment_type, '') || ';') > 0)
  and (strpos(p.pattern, ';transport_mode=') = 0 or strpos(p.pattern, ';transport_mode=' || coalesce(d.transport_mode, '') || ';') > 0)
  and (strpos(p.pattern, ';hs_code=') = 0 or strpos(p.pattern, ';hs_code=' || coalesce(d.hs_code, '') || ';') > 0)
  and (strpos(p.pattern, ';heading=') = 0 or strpos(p.pattern, ';heading=' || coalesce(d.heading, '') || ';') > 0)
  and (strpos(p.pattern, ';chapter=') = 0 or strpos(p.pattern, ';chapter=' || coalesce(d.chapter, '') || ';') > 0)
  and (strpos(p.pattern, ';country_departure=') = 0 or strpos(p.pattern, ';country_departure=' || coalesce(d.country_departure, '') || ';') > 0)
  and (strpos(p.pattern, ';country_origin=') = 0 or strpos(p.pattern, ';country_origin=' || coalesce(d.country_origin, '') || ';') > 0)
  and (strpos(p.pattern, ';origin_marking=') = 0 or strpos(p.pattern, ';origin_marking=' || coalesce(d.origin_marking, '') || ';') > 0)
  and (strpos(p.pattern, ';tariff=') = 0 or strpos(p.pattern, ';tariff=' || coalesce(d.tariff, '') || ';') > 0)
  and (strpos(p.pattern, ';price_level=') = 0 or strpos(p.pattern, ';price_level=' || coalesce(d.price_level, '') || ';') > 0)
  and (strpos(p.pattern, ';importer_id=') = 0 or strpos(p.pattern, ';importer_id=' || coalesce(replace(replace(replace(d.importer_id, '%', '%25'), ';', '%3B'), '=', '%3D'), '') || ';') > 0)
  and (strpos(p.pattern, ';seller_id=') = 0 or strpos(p.pattern, ';seller_id=' || coalesce(replace(replace(replace(d.seller_id, '%', '%25'), ';', '%3B'), '=', '%3D'), '') || ';') > 0)
  and (strpos(p.pattern, ';declarant_id=') = 0 or strpos(p.pattern, ';declarant_id=' || coalesce(replace(replace(replace(d.declarant_id, '%', '%25'), ';', '%3B'), '=', '%3D'), '') || ';') > 0)
  and (strpos(p.pattern, ';courier_id=') = 0 or strpos(p.pattern, ';courier_id=' || coalesce(replace(replace(replace(d.courier_id, '%', '%25'), ';', '%3B'), '=', '%3D'), '') || ';') > 0)
  -- A number's range begins above its lower end, but the lowest range holds it.
  and (strpos(p.pattern, ';customs_value_krw=;') = 0 or d.customs_value is null)
  and (strpos(p.pattern, ';customs_value_krw;') = 0 or ((d.customs_value > cast(p.low as real) or p.low <= d.least_value) and d.customs_value <= cast(p.high as real)))
  and (strpos(p.pattern, ';net_mass_kg=;') = 0 or d.net_mass is null)
  and (strpos(p.pattern, ';net_mass_kg;') = 0 or ((d.net_mass > cast(p.low as real) or p.low <= d.least_mass) and d.net_mass <= cast(p.high as real)))
  and (strpos(p.pattern, ';krw_per_kg=;') = 0 or d.krw_per_kg is null)
  and (strpos(p.pattern, ';krw_per_kg;') = 0 or ((d.krw_per_kg > cast(p.low as real) or p.low <= d.least_per_kg) and d.krw_per_kg <= cast(p.high as real)))
  and (strpos(p.pattern, ';tax_rate_pct=;') = 0 or d.tax_rate is null)
  and (strpos(p.pattern, ';tax_rate_pct;') = 0 or ((d.tax_rate > cast(p.low as real) or p.low <= d.least_rate) and d.tax_rate <= cast(p.high as real)))
order by d.inspected_on desc, d.declaration_id, d.item_no
