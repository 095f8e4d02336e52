-- Usual deviation of a flow's level from what other sellers take, by commodity, leaning on all; cut as in noise. Flows of one seller
-- count once.
with seller as (
  select hs_code, seller, avg(least(abs(gap), 1)) as off from peers group by hs_code, seller
), usual as (
  select avg(off) as off from seller
), cell as (
  select s.hs_code, count(*) as n, sum(least(s.off, 2.5 * u.off)) as s from seller s cross join usual u group by s.hs_code
)
select hs_code, greatest(0.005, 1.2533 * (s + 12 * (sum(s) over () / sum(n) over ())) / (n + 12)) as sd from cell
