-- Usual deviation of an item from its flow's level, by line, thin ones leaning on the commodity and on all.
with own as (
  select p.hs_code, p.line, greatest(least(abs(p.y - f.level), 0.8), 0) * sqrt(f.n / (f.n - 1.0)) as off
  from adjusted p join flows f on f.hs_code = p.hs_code and f.line = p.line and f.origin = p.origin and f.seller = p.seller
    and f.importer = p.importer
  where f.n >= 2
), cell as (
  select hs_code, line, count(*) as n, sum(off) as s from own group by hs_code, line
), up as (
  select *, sum(s) over () / sum(n) over () as g, sum(s) over (partition by hs_code) as hs, sum(n) over (partition by hs_code) as hn from cell
)
select hs_code, line, greatest(0.01, 1.2533 * (s + 15 * (hs + 10 * g) / (hn + 10)) / (n + 15)) as sd from up
