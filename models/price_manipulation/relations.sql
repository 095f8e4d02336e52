-- What one importer pays one seller, over all their goods: the flows' own gaps together.
with pooled as (
  select importer, seller, count(*) as flows, sum(n) as items, sum(greatest(least(own_g, 5), -5) / alone_v) / sum(1 / alone_v) as g,
         avg(relation + seller_v) + 1 / sum(1 / alone_v) as v
  from judged_flows group by importer, seller
)
select importer, seller, flows, items, g / sqrt(v) as z from pooled
