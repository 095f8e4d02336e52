-- Usual deviation of a flow's level from what other sellers take, by commodity, leaning on all.
with cell as (
  select p.hs_code, count(*) as n, sum(greatest(least(abs(p.gap), 1), 0)) as s from peers p group by p.hs_code
)
select c.hs_code, greatest(0.02, 1.2533 * (s + 8 * (sum(s) over () / sum(n) over ())) / (n + 8)) as sd from cell c
