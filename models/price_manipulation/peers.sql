-- What the other sellers of the same commodity take for the line and the origin (a flow's own seller is left out, so that a
-- seller all of whose trade is false cannot be its own yardstick), thin cells leaning on wider ones. Levels are cut at 2.5 usual
-- spreads from the first guess.
with spread as (
  select *, sqrt((hs_flows * (1.2533 * hs_spread) ** 2 + 5 * (1.2533 * avg(hs_spread) over ()) ** 2) / (hs_flows + 5)) as cut from goods_levels
), held as (
  select * exclude (hs_spread, hs_flows, left_over), line_level + origin_level + greatest(least(left_over, 2.5 * cut), -2.5 * cut) as held from spread
), l1 as (
  select *, held - origin_level as rest from held
), l2 as (
  select *, case when line in ('', '?') then 0 else sum(w * rest) over (partition by line) / (sum(w) over (partition by line) + 3) end as la from l1
), l3 as (
  select *, (sum(w * rest) over (partition by hs4, line) + 3 * la) / (sum(w) over (partition by hs4, line) + 3) as lb from l2
), l4 as (
  select *, (sum(w * rest) over (partition by hs_code, line) - sum(w * rest) over (partition by hs_code, line, seller) + 2 * lb)
          / (sum(w) over (partition by hs_code, line) - sum(w) over (partition by hs_code, line, seller) + 2) as line_loo,
         (sum(w * rest) over (partition by hs_code, line) + 2 * lb) / (sum(w) over (partition by hs_code, line) + 2) as line_all
  from l3
), o1 as (
  select *, held - line_all as orest from l4
), o2 as (
  select *, (sum(w * orest) over (partition by hs6, origin) - sum(w * orest) over (partition by hs6, origin, seller))
          / (sum(w) over (partition by hs6, origin) - sum(w) over (partition by hs6, origin, seller) + 2) as oa
  from o1
), o3 as (
  select *, (sum(w * orest) over (partition by hs_code, origin) - sum(w * orest) over (partition by hs_code, origin, seller) + 2 * oa)
          / (sum(w) over (partition by hs_code, origin) - sum(w) over (partition by hs_code, origin, seller) + 2) as origin_loo,
         sum(w) over (partition by hs_code, origin) - sum(w) over (partition by hs_code, origin, seller) as origin_weight,
         sum(w) over (partition by hs_code, line) - sum(w) over (partition by hs_code, line, seller) as line_weight
  from o2
)
select hs_code, hs6, hs4, line, origin, seller, importer, n, w, unsure, level, line_loo, origin_loo, origin_weight, line_weight,
       level - line_loo - origin_loo as gap
from o3
