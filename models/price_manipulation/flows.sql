with near as (
  select a.hs_code, a.hs6, a.hs4, a.line, a.origin, a.seller, a.importer,
         greatest(least(a.y, f.level + 0.6), f.level - 0.6) as y, a.borrowed_sd
  from adjusted a join first_flows f on f.hs_code = a.hs_code and f.line = a.line and f.origin = a.origin and f.seller = a.seller
    and f.importer = a.importer
)
select hs_code, any_value(hs6) as hs6, any_value(hs4) as hs4, line, origin, seller, importer, count(*) as n, avg(y) as level,
       count(*) / (count(*) + 1.0) as w, avg(borrowed_sd ** 2) as unsure
from near group by hs_code, line, origin, seller, importer
