-- The price with what is known to shift it taken out: air freight, related parties, and the likely line where none is named.
with known as (
  select p.*, p.by_air * c.air_shift + p.related * c.related_shift + coalesce(g.lift, 0) as lift, coalesce(g.unsure_sd, 0) as unsure_sd
  from placed p cross join circumstances c
  left join grades g on g.hs_code = p.hs_code and g.importer = p.importer and g.seller = p.seller and p.line in ('', '?')
)
select * exclude (x, other_x, borrowed_sd, unsure_sd), x as declared_x, x - lift as x, other_x - lift as other_x,
       sqrt(borrowed_sd ** 2 + unsure_sd ** 2) as borrowed_sd
from known
