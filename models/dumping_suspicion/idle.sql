-- Idle capacity of a country's producers of the goods, weighted by capacity, over the years; and how far it lies above the
-- middle of all that are reported, in robust standard deviations (few reports count less).
with pair as (
  select hs6, country, sum(mean_idle_share * largest_capacity_tonnes) / sum(largest_capacity_tonnes) as idle_share,
         max(domestic_sales_tonnes / nullif(output_tonnes, 0)) as home_share
  from producers where mean_idle_share is not null and largest_capacity_tonnes > 0 group by hs6, country
), middle as (
  select median(idle_share) as middle, count(*) as pairs from pair
), scale as (
  select any_value(m.middle) as middle, any_value(m.pairs) / (any_value(m.pairs) + 10e0) as trust,
         greatest(1.4826 * median(abs(p.idle_share - m.middle)), 0.02) as scale
  from pair p cross join middle m
)
select p.hs6, p.country, p.idle_share, p.home_share, s.trust * (p.idle_share - s.middle) / s.scale as idle_z
from pair p cross join scale s
