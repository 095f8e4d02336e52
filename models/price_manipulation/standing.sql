-- Gaps of flows in usual spreads, with the error of their own few items.
with joined as (
  select p.*, s.sd as spread, coalesce(z.sd, avg(z.sd) over (partition by p.hs_code), 0.1) as noise
  from peers p join spreads s on s.hs_code = p.hs_code left join noise z on z.hs_code = p.hs_code and z.line = p.line
)
select *, gap / spread as g, (noise ** 2 + unsure) / spread ** 2 / n as v, 1 / (line_weight + 2) + 1 / (origin_weight + 2) as parent
from joined
