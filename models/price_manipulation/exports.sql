-- What was sold abroad, by day.
select coalesce(exporter_id, '') as exporter, coalesce(buyer_id, '') as buyer, coalesce(country_destination, '') as destination,
       substr(hs_code, 1, 6) as hs6, declared_on, sum(cast(fob_value_krw as double)) as value_krw, sum(cast(net_mass_kg as double)) as mass_kg
from export_declaration
where declared_on between $from and $to and net_mass_kg > 0 and fob_value_krw > 0
group by coalesce(exporter_id, ''), coalesce(buyer_id, ''), coalesce(country_destination, ''), substr(hs_code, 1, 6), declared_on
