-- Days on which the premium stands far above its usual level: median and median absolute deviation of the period, cut at 3.5.
with day as (
  select observed_on, premium, row_number() over (order by premium, observed_on) as place, count(*) over () as n from premium
), middle as (
  select avg(premium) filter (where place in ((n + 1) // 2, n // 2 + 1)) as usual from day
), spread as (
  select d.*, m.usual, row_number() over (order by abs(d.premium - m.usual), d.observed_on) as spread_place from day d cross join middle m
), mad as (
  select avg(abs(premium - usual)) filter (where spread_place in ((n + 1) // 2, n // 2 + 1)) as mad from spread
)
select s.observed_on, s.premium, s.usual, 0.6745 * (s.premium - s.usual) / nullif(m.mad, 0) as deviations,
       coalesce(0.6745 * (s.premium - s.usual) / nullif(m.mad, 0) > 3.5, false) as stands_out
from spread s cross join mad m
