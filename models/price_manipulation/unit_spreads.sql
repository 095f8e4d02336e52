-- By how much the mass of a unit varies within a flow.
select m.hs_code, greatest(0.01, 1.2533 * avg(least(abs(m.unit_mass - f.usual), 1))) as sd
from measured m
join flow_masses f on f.hs_code = m.hs_code and f.importer = m.importer and f.seller = m.seller
group by m.hs_code
