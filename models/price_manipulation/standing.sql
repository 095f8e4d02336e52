-- Gaps of flows in usual spreads, with the error of their own few items.
select p.*, s.sd as spread, coalesce(z.sd, 0.1) as noise, p.gap / s.sd as g,
       coalesce(z.sd, 0.1) ** 2 / s.sd ** 2 / p.n as v,
       1 / (p.line_weight + 2) + 1 / (p.origin_weight + 2) as parent
from peers p join spreads s on s.hs_code = p.hs_code left join noise z on z.hs_code = p.hs_code and z.line = p.line
