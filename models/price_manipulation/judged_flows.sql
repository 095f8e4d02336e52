-- A flow's own gap, its seller's level taken out, with its variance if all is honest.
with joined as (
  select s.*, k.relation, coalesce(b.level * b.alike_honest, 0) as seller_g, coalesce(b.seller_v, k.wide + k.narrow) as seller_v,
         coalesce(b.others, 0) as other_buyers, 0.2 + s.v + s.parent as alone_v
  from standing s cross join kinship k left join sellers b on b.seller = s.seller and b.importer = s.importer and b.hs6 = s.hs6
)
select *, g - seller_g as own_g, relation + alone_v + seller_v as own_v, (g - seller_g) / sqrt(relation + alone_v + seller_v) as z
from joined
