-- Each circle's legs in their order.
select c.exporter, c.buyer, c.importer, c.seller, c.hs6, e.declared_on, 'out' as direction, e.value_krw, e.mass_kg
from circles c join exports e on e.exporter = c.exporter and e.buyer = c.buyer and e.hs6 = c.hs6
union all
select c.exporter, c.buyer, c.importer, c.seller, c.hs6, i.declared_on, 'in', sum(i.value_krw), sum(i.mass_kg)
from circles c join items i on i.importer = c.importer and i.seller = c.seller and i.hs6 = c.hs6
where i.mass_kg > 0
group by all
