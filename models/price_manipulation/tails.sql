-- How usual such a gap is. z: the gap in deviations of an item. Its chance by everybody's tail: up to two deviations as counted,
-- beyond falling exponentially as it does from two to three (heavier than the normal's, and measured here). Then by the commodity:
-- the share of other importers' items that lie as far out on the same side, with thirty items' worth of everybody's tail added.
-- So hidden grades, which lie far out in all importers' trade, explain themselves.
with standard as (
  select *, settled_gap / sqrt(noise ** 2 + spread ** 2 * (own_v - v)) as z from settled
), fall as (
  select greatest(count(*) filter (abs(z) > 2), 1) / cast(greatest(count(*), 1) as double) as beyond_two,
         least(greatest(ln((count(*) filter (abs(z) > 2) + 1.0) / (count(*) filter (abs(z) > 3) + 0.5)), 0.7), 2.5) as rate
  from standard
), ranked as (
  select s.*, case when abs(z) > 2 then f.beyond_two * exp(-f.rate * (abs(z) - 2))
                   else greatest(f.beyond_two, least(1, 2 * normal_upper(abs(z)))) end as everybody,
         rank() over (partition by hs_code, z < 0 order by abs(z) desc)
           - rank() over (partition by hs_code, importer, z < 0 order by abs(z) desc) as others_beyond,
         count(*) over (partition by hs_code) - count(*) over (partition by hs_code, importer) as others
  from standard s cross join fall f
)
select *, (others_beyond + 30 * everybody) / (others + 30) as p
from ranked
