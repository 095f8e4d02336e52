-- How the price level moved: by month of a subheading, from each flow's own level; neighbouring months smooth it, and a thin
-- month leans on its heading, then on no move.
with own as (
  select p.hs_code, p.hs6, p.hs4, p.month_no, greatest(least(p.x - p.middle - f.level, 0.4), -0.4) as move, f.n,
         1 - 1e0 / f.n as w
  from lifted p join first_flows f on f.hs_code = p.hs_code and f.line = p.line and f.origin = p.origin and f.seller = p.seller
    and f.importer = p.importer
  where f.n >= 3
), cell as (
  select hs_code, hs6, hs4, month_no, sum(w * move) as s, sum(w) as w from own group by all
), smooth as (
  select hs_code, hs6, hs4, month_no,
         sum(s) over (partition by hs_code order by month_no range between 1 preceding and 1 following) as s10,
         sum(w) over (partition by hs_code order by month_no range between 1 preceding and 1 following) as w10,
         sum(s) over (partition by hs6 order by month_no range between 1 preceding and 1 following) as s6,
         sum(w) over (partition by hs6 order by month_no range between 1 preceding and 1 following) as w6,
         sum(s) over (partition by hs4 order by month_no range between 1 preceding and 1 following) as s4,
         sum(w) over (partition by hs4 order by month_no range between 1 preceding and 1 following) as w4
  from cell
)
select hs_code, month_no, (s10 + 8 * (s6 + 8 * (s4 / (w4 + 8))) / (w6 + 8)) / (w10 + 8) as move from smooth
