-- Shrinks each pattern's rate of violations to its broader pattern's, level by level: as if $prior_inspections more
-- inspections had come out at the broader rate. p: shrunk rate; bound: Wilson's lower bound of the most specific one.
with p0 as (
  select *, case when n0 > 0 then cast(k0 as double) / n0 else 0e0 end as p0 from routes
), p1 as (
  select *, (k1 + $prior_inspections * p0) / (n1 + $prior_inspections) as p1 from p0
), p2 as (
  select *, (k2 + $prior_inspections * p1) / (n2 + $prior_inspections) as p2 from p1
), p3 as (
  select *, (k3 + $prior_inspections * p2) / (n3 + $prior_inspections) as p3 from p2
), p4 as (
  select *, (k4 + $prior_inspections * p3) / (n4 + $prior_inspections) as p4 from p3
), p5 as (
  select *, (k5 + $prior_inspections * p4) / (n5 + $prior_inspections) as p5 from p4
), p6 as (
  select *, (k6 + $prior_inspections * p5) / (n6 + $prior_inspections) as p6 from p5
)
select *,
       wilson_lower(p6 * (n6 + $prior_inspections), n6 + $prior_inspections, $certainty_z) as bound,
       'hs_code=' || subheading || ';country_origin=' || origin || ';country_departure=' || departure ||
         ';tax_type=' || tax_type || ';tax_rate_pct=' || tax_rate as pattern6,
       'hs_code=' || subheading || ';country_origin=' || origin || ';country_departure=' || departure as pattern5,
       'hs_code=' || subheading || ';country_origin=' || origin as pattern4,
       'hs_code=' || subheading as pattern3, 'hs_code=' || heading as pattern2, 'hs_code=' || chapter as pattern1
from p6
