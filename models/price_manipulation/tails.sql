-- How usual such a gap is. z: the gap in deviations of an item. Its chance by everybody's tail: up to two deviations the normal's or as
-- counted, from there falling exponentially as it does from two to three, and beyond as from three to four (heavier than the
-- normal's, and measured here with whatever is false; each importer, seller and commodity counts once, by its farthest item). A commodity where more of the other importers' items lie as far out on the
-- same side has its own: the lower Wilson bound (z = 1) of their share. So hidden grades explain themselves.
with standard as (
  select *, settled_gap / sqrt(noise ** 2 + spread ** 2 * (own_v - v)) as z from settled
), flow as (
  select hs_code, importer, seller, max(abs(z)) as z from standard where not misread group by hs_code, importer, seller
), counted as (
  select count(*) filter (z > 2) + 2.0 as two, count(*) filter (z > 3) + 1.0 as three, count(*) filter (z > 4) + 0.5 as four from flow
), share as (
  select (count(*) filter (abs(z) > 2) + 2.0) / (count(*) + 4.0) as beyond_two from standard where not misread
), fall as (
  select s.beyond_two, least(greatest(ln(two / three), 0.7), 2.5) as rate_two,
         least(greatest(ln(three / four), 1.0), 2.5) as rate_three
  from counted cross join share s
), ranked as (
  select s.*, case when abs(z) <= 2 then greatest(f.beyond_two, least(1, 2 * normal_upper(abs(z))))
                   else f.beyond_two * exp(-f.rate_two * least(abs(z) - 2, 1) - f.rate_three * greatest(abs(z) - 3, 0)) end as everybody,
         rank() over (partition by hs_code, z < 0 order by abs(z) desc)
           - rank() over (partition by hs_code, importer, z < 0 order by abs(z) desc) as others_beyond,
         count(*) over (partition by hs_code) - count(*) over (partition by hs_code, importer) as others
  from standard s cross join fall f
)
select *, greatest(1e-300, everybody, case when others > 0 then wilson_lower(cast(others_beyond as double), cast(others as double), 1e0) else 0 end) as p
from ranked
