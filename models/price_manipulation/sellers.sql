-- What a relation's seller takes from its other importers (in usual spreads): for all goods first, then for the subheading; seller_v is the error of
-- that. Few others, and all far off, may be false like this one: alike_honest is the chance that they are not (a fiftieth of the
-- importers may be false, at any distance up to five spreads), and only so much of the seller's own level excuses.
with entry as (
  select b.*, k.wide, k.narrow, k.relation, 1 / (k.relation + b.error) as near, 1 / (k.narrow + k.relation + b.error) as far
  from buyers b cross join kinship k
), sums as (
  select *, sum(far) over (partition by seller) - sum(far) over (partition by seller, importer) as far_w,
         sum(far * g) over (partition by seller) - sum(far * g) over (partition by seller, importer) as far_s,
         sum(near) over (partition by seller, hs6) - near as near_w, sum(near * g) over (partition by seller, hs6) - near * g as near_s,
         count(*) over (partition by seller, hs6) - 1 as others
  from entry
), leaned as (
  select *, far_s / (far_w + 1 / wide) as far_g, narrow + 1 / (far_w + 1 / wide) as far_v from sums
), told as (
  select *, (near_s + far_g / far_v) / (near_w + 1 / far_v) as level, 1 / (near_w + 1 / far_v) as seller_v,
         case when others > 0 then wide + narrow + 1 / near_w end as others_v from leaned
)
select seller, importer, hs6, level, seller_v, others,
       coalesce(1 / (1 + 0.02 ** least(others, 20) * 0.1 / greatest(1e-40, exp(-0.5 * (near_s / near_w) ** 2 / others_v) / sqrt(6.2832 * others_v))), 1) as alike_honest
from told
