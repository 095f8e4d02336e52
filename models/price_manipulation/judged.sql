-- Each item: its own step from its flow, and all of its gap from the reference price.
select a.subject_id, a.declared_on, a.declared_x as log_price, case when a.counts_units then a.usual_unit else 'KG' end as unit, a.importer, a.seller, a.hs_code, a.origin, a.line, a.value_krw, a.rate_pct, a.usual_unit, a.counts_units,
       a.quantity, a.mass_kg, a.misfit, a.unit_sd, a.x, a.y - f.level as step, a.y - f.line_loo - f.origin_loo - f.seller_g * f.spread as gap,
       a.other_y - f.line_loo - f.origin_loo - f.seller_g * f.spread as other_gap,
       sqrt(f.noise ** 2 + a.borrowed_sd ** 2) as noise, f.spread, f.n, f.z as flow_z, f.own_g * f.spread as flow_gap, f.own_v, f.v, f.other_buyers
from adjusted a join judged_flows f on f.hs_code = a.hs_code and f.line = a.line and f.origin = a.origin and f.seller = a.seller
  and f.importer = a.importer
