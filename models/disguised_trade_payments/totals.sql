-- The sum of the evidence, and how far above the bulk of the payers it lies: in standard deviations of a normal curve through
-- the 80th and 95th of a hundred payers.
with summed as (
  select *, weight_money + weight_sum + weight_age + weight_capital + weight_deposits + weight_timing + weight_beneficiary
            + weight_shared + weight_burst + weight_unknown + weight_branch + weight_explained as weight
  from weights
), placed as (
  select weight, row_number() over (order by weight) as place, count(*) over () as n from summed
), curve as (
  select max(weight) filter (where place <= 0.8 * n) as high, max(weight) filter (where place <= 0.95 * n) as top from placed
)
select s.*, 0.8416 + (s.weight - c.high) / greatest(1e0, (c.top - c.high) / 0.8033) as deviations
from summed s cross join curve c
