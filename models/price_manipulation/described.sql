-- Goods as described, by commodity, importer and seller: count and mean price from the commodity's middle, cut at a factor of 4.5.
-- A party counts little more for many items than for a few.
select hs_code, hs4, origin, goods, importer, seller, count(*) as n, avg(greatest(least(x - middle, 1.5), -1.5)) as level
from priced where goods <> '' group by all
