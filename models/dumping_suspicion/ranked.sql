-- Strength of evidence, in natural logarithms: the surprise at the price (in full up to 4.5; beyond, where tails are heavier than
-- any law says, as three standard deviations count: linearly in them); what the amount adds (the logarithm of the value beside the
-- middle pair's, at most two up); growth (at most half a unit); idle capacity (two a standard deviation above what is usual, from
-- -2 to 3 of them; without a surprising price it counts for nothing); and, where the gap opened within the period, whether our
-- price fell beside other origins too (at most one). Where we pay less than a tenth below third countries, each percent short of it
-- takes a fifth off: a price that fell to what all others pay is no dumping. q: Benjamini–Hochberg over the pairs.
with placed as (
  select *, row_number() over (order by joint_p, hs6, country) as place, count(*) over () as tests,
         case when surprise <= 4.5 then surprise else 3 * sqrt(2 * surprise) - 4.5 end as price_weight,
         greatest(least(relative_value, 2), -5) as amount_weight, 0.5 * greatest(least(growth, 1), -1) as growth_weight,
         2 * least(surprise, 1) * greatest(least(coalesce(idle_z, 0), 3), -2) as idle_weight,
         case when since is not null then greatest(least(coalesce(undercut_change, 0) / greatest(rise, 0.01), 1), -1) else 0 end as undercut_weight,
         -20 * greatest(0.1 - margin, 0) as shallow_weight
  from judged
)
select *, min(joint_p * tests / place) over (order by place desc rows between unbounded preceding and current row) as q,
       price_weight + amount_weight + growth_weight + idle_weight + undercut_weight + shallow_weight as strength
from placed
