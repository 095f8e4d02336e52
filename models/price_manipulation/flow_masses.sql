-- The same for an importer and seller, pulled to the commodity; a misread unit counts as no more than a factor of e.
select m.hs_code, m.importer, m.seller,
       any_value(u.usual) + sum(greatest(least(m.unit_mass - u.usual, 1), -1)) / (count(*) + 1) as usual
from measured m join unit_masses u on u.hs_code = m.hs_code
where m.unit_mass is not null
group by m.hs_code, m.importer, m.seller
