-- The legs of each circle by day. Linked parties' legs join those of the same parties; where buyer and seller share nothing but a country
-- (distance 2), all that one firm sends there and gets from there counts.
with circle as (
  select distinct exporter, importer, hs6, seller as abroad, distance from circles
), way as (
  select c.exporter, c.importer, c.hs6, c.abroad, c.distance, w.buyer
  from circle c
  join circles w on w.exporter = c.exporter and w.importer = c.importer and w.hs6 = c.hs6 and w.seller = c.abroad and w.distance <= c.distance
), country as (
  select distinct e.exporter, e.hs6, e.destination
  from exports e join bought b on b.importer = e.exporter and b.hs6 = e.hs6 and b.country = e.destination
  where e.destination <> ''
)
select w.exporter, w.importer, w.hs6, w.abroad, w.distance, w.abroad as partner, e.declared_on, 'out' as direction, e.value_krw, e.mass_kg
from way w join exports e on e.exporter = w.exporter and e.hs6 = w.hs6 and e.buyer = w.buyer
union all
select c.exporter, c.importer, c.hs6, c.abroad, c.distance, c.abroad, b.declared_on, 'in', b.value_krw, b.mass_kg
from circle c join bought b on b.importer = c.importer and b.hs6 = c.hs6 and b.seller = c.abroad
union all
select c.exporter, c.exporter, c.hs6, c.destination, 2, nullif(e.buyer, ''), e.declared_on, 'out', e.value_krw, e.mass_kg
from country c join exports e on e.exporter = c.exporter and e.hs6 = c.hs6 and e.destination = c.destination
union all
select c.exporter, c.exporter, c.hs6, c.destination, 2, nullif(b.seller, ''), b.declared_on, 'in', b.value_krw, b.mass_kg
from country c join bought b on b.importer = c.exporter and b.hs6 = c.hs6 and b.country = c.destination
