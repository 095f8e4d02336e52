-- A flow: what one importer buys of one commodity, line and origin from one seller.
select hs_code, line, origin, seller, importer, count(*) as n,
       avg(greatest(least(x - middle, 2), -2)) as level
from lifted group by hs_code, line, origin, seller, importer
