-- Usual deviation of an item from its flow's level, by line, thin ones leaning on the commodity and on all. Deviations are cut at 1.5 of
-- the usual ones, first everybody's, then the commodity's, so that neither what is false nor a heavy tail makes itself usual; 0.7392 is
-- what a standard normal deviation so cut comes to on average.
with own as (
  select p.hs_code, p.line, abs(p.y - f.level) * sqrt(f.n / (f.n - 1.0)) as off
  from adjusted p join flows f on f.hs_code = p.hs_code and f.line = p.line and f.origin = p.origin and f.seller = p.seller
    and f.importer = p.importer
  where f.n >= 2 and p.borrowed_sd = 0
), everybody as (
  select greatest(0.005, avg(least(off, 0.4))) as sd from own
), commodity as (
  select hs_code, count(*) as n, (sum(least(off, 2.5 * e.sd)) + 10 * any_value(e.sd)) / (count(*) + 10) as sd
  from own cross join everybody e group by hs_code
), tighter as (
  select o.hs_code, count(*) as n, (sum(least(o.off, 1.5 * 1.2533 * c.sd)) / 0.7392 + 10 * any_value(c.sd)) / (count(*) + 10) as sd
  from own o join commodity c on c.hs_code = o.hs_code group by o.hs_code
), tightest as (
  select o.hs_code, count(*) as n, (sum(least(o.off, 1.5 * c.sd)) / 0.7392 + 10 * any_value(c.sd)) / (count(*) + 10) as sd
  from own o join tighter c on c.hs_code = o.hs_code group by o.hs_code
)
select o.hs_code, o.line, greatest(0.005, (sum(least(o.off, 1.5 * greatest(c.sd, o_line.sd))) / 0.7392 + 15 * any_value(c.sd)) / (count(*) + 15)) as sd
from own o
join tightest c on c.hs_code = o.hs_code
join (select hs_code, line, 1.2533 * avg(least(off, 0.8)) as sd from own group by hs_code, line) as o_line
  on o_line.hs_code = o.hs_code and o_line.line = o.line
group by o.hs_code, o.line
