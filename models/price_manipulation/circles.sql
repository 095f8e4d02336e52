-- The same goods out to a party and in from it (distance 0), or from and to parties linked with both (1).
with got as (
  select distinct importer, seller, hs6 from bought where seller <> ''
), sold as (
  select distinct exporter, buyer, hs6 from exports where buyer <> ''
), home as (
  select distinct exporter, exporter as importer, 0 as distance from sold
  union all select distinct s.exporter, k.kin, 1 from sold s join kin k on k.party = s.exporter
), abroad as (
  select distinct buyer, buyer as seller, 0 as distance from sold
  union all select distinct s.buyer, k.kin, 1 from sold s join kin k on k.party = s.buyer
)
select s.exporter, s.buyer, g.importer, g.seller, s.hs6, greatest(h.distance, a.distance) as distance
from sold s
join home h on h.exporter = s.exporter
join got g on g.importer = h.importer and g.hs6 = s.hs6
join abroad a on a.buyer = s.buyer and a.seller = g.seller
