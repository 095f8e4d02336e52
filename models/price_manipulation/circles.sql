-- The same goods out to a party and in from it, or from and to parties linked with both: legs by day.
with bought as (
  select importer, seller, hs6, count(*) as n from items where seller <> '' group by importer, seller, hs6
), sold as (
  select exporter, buyer, hs6, count(*) as n from exports group by exporter, buyer, hs6
), home as (
  select distinct exporter, exporter as importer from sold union select distinct s.exporter, k.kin from sold s join kin k on k.party = s.exporter
), abroad as (
  select distinct buyer, buyer as seller from sold union select distinct s.buyer, k.kin from sold s join kin k on k.party = s.buyer
)
select s.exporter, s.buyer, b.importer, b.seller, s.hs6
from sold s
join home h on h.exporter = s.exporter
join bought b on b.importer = h.importer and b.hs6 = s.hs6
join abroad a on a.buyer = s.buyer and a.seller = b.seller
