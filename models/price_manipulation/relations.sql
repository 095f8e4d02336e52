-- What one importer pays one seller, over all their goods: the flows' gaps together. Flows of a relation are alike (0.3).
select importer, seller, count(*) as flows, sum(n) as items, sum(z) / sqrt(count(*) + 0.3 * count(*) * (count(*) - 1)) as z
from judged_flows group by importer, seller
