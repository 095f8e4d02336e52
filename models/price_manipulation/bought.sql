-- What came in of goods that the importer, or a party that may stand for it, also sold abroad, by day and seller, and where the seller is
-- at home (where that is not known: whence the goods came).
with sold as (
  select distinct exporter, hs6 from exports
), home as (
  select exporter as importer, hs6 from sold union select k.kin, s.hs6 from sold s join kin k on k.party = s.exporter
)
select i.importer, i.seller, i.hs6, i.declared_on, coalesce(any_value(p.country), min(i.departure)) as country,
       sum(i.value_krw) as value_krw, sum(i.mass_kg) as mass_kg
from items i
join home h on h.importer = i.importer and h.hs6 = i.hs6
left join homes p on p.party = i.seller
where i.mass_kg > 0 and i.importer <> ''
group by i.importer, i.seller, i.hs6, i.declared_on
