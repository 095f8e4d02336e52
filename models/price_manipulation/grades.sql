-- What an item that names no line of goods that have lines is likely to be, by importer and seller: the lines that both name elsewhere in
-- the commodity, leaning on those that all name. lift: what it then costs from the commodity's middle; unsure_sd: by how much it may be
-- wrong.
with flow as (
  select hs_code, line, importer, seller, count(*) as n, avg(greatest(least(x - middle, 2), -2)) as level
  from placed group by hs_code, line, importer, seller
), line as (
  select hs_code, line, sum(n / (n + 1.0) * level) / sum(n / (n + 1.0)) as level, sum(n / (n + 1.0)) as w
  from flow where line not in ('', '?') group by hs_code, line
), usual as (
  select hs_code, line, level, w / sum(w) over (partition by hs_code) as share from line
), wanted as (
  select hs_code, importer, seller from flow where line in ('', '?') group by hs_code, importer, seller
), weighed as (
  select w.hs_code, w.importer, w.seller, u.level, 2 * u.share + coalesce(f.n, 0) as k
  from wanted w join usual u on u.hs_code = w.hs_code
  left join flow f on f.hs_code = w.hs_code and f.importer = w.importer and f.seller = w.seller and f.line = u.line
)
select hs_code, importer, seller, sum(k * level) / sum(k) as lift,
       sqrt(greatest(sum(k * level * level) / sum(k) - (sum(k * level) / sum(k)) ** 2, 0)) as unsure_sd
from weighed group by hs_code, importer, seller
