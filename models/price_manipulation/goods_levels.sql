-- First guess of what a line and an origin cost: hierarchical means, robust by cutting at each pass.
with l1 as (
  select *, case when line in ('', '?') then 0 else sum(w * level) over (partition by line) / (sum(w) over (partition by line) + 3) end as la from flows
), l2 as (
  select *, (sum(w * level) over (partition by hs4, line) + 3 * la) / (sum(w) over (partition by hs4, line) + 3) as lb from l1
), l3 as (
  select *, (sum(w * level) over (partition by hs_code, line) + 2 * lb) / (sum(w) over (partition by hs_code, line) + 2) as line_level from l2
), o1 as (
  select *, greatest(least(level - line_level, 1), -1) as rest from l3
), o2 as (
  select *, sum(w * rest) over (partition by hs6, origin) / (sum(w) over (partition by hs6, origin) + 2) as oa from o1
), o3 as (
  select *, (sum(w * rest) over (partition by hs_code, origin) + 2 * oa) / (sum(w) over (partition by hs_code, origin) + 2) as origin_level from o2
), s1 as (
  select *, level - line_level - origin_level as left_over from o3
)
select hs_code, hs6, hs4, line, origin, seller, importer, n, w, unsure, level, line_level, origin_level,
       avg(abs(left_over)) over (partition by hs_code) as hs_spread, count(*) over (partition by hs_code) as hs_flows, left_over
from s1
