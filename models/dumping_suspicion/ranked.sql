-- The chance becomes a strength of evidence (natural logarithm), to which the other signs add at most half a unit each; where
-- the price to us is not below that to third countries at all, half of it counts. q: Benjamini–Hochberg over the pairs.
with placed as (
  select *, row_number() over (order by joint_p, hs6, country) as place, count(*) over () as tests from judged
)
select *, min(joint_p * tests / place) over (order by place desc rows between unbounded preceding and current row) as q,
       (surprise + growth_weight + idle_weight + undercut_weight) * case when margin > 0 then 1 else 0.5 end as strength
from placed
