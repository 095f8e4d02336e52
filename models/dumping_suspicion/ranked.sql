-- The chance becomes a strength of evidence (natural logarithm), to which growth and idle capacity add at most half a unit each, and our price beside other
-- origins when the gap opened at most one. It
-- counts in full from a price gap of 10 % on and to a tenth where we do not pay less than third countries: a price that fell to
-- what all others pay is no dumping. q: Benjamini–Hochberg over the pairs.
with placed as (
  select *, row_number() over (order by joint_p, hs6, country) as place, count(*) over () as tests from judged
)
select *, min(joint_p * tests / place) over (order by place desc rows between unbounded preceding and current row) as q,
       (surprise + growth_weight + idle_weight + undercut_weight) * least(greatest((margin + 0.03) / 0.13, 0.1), 1) as strength
from placed
