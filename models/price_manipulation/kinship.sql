-- What makes up a flow's gap, as variances in usual spreads: wide, what its seller takes from everybody for all goods; narrow, what it takes
-- from everybody for this subheading besides; relation, what it takes from this importer besides. From mean products of gaps: of
-- different importers and subheadings, of different importers of one subheading, and of one importer's different flows.
with subheading as (
  select seller, hs6, count(*) as n, sum(g) as s, sum(g * g) as ss from buyers group by seller, hs6
), importer as (
  select seller, sum(s * s) as squares, sum(n * n) as nn
  from (select seller, importer, sum(g) as s, count(*) as n from buyers group by seller, importer) as i group by seller
), seller as (
  select seller, sum(s) as s, sum(s * s) as squares, sum(ss) as ss, sum(n) as n, sum(n * n) as nn from subheading group by seller
), crossed as (
  select s.n, s.s * s.s - s.squares - i.squares + s.ss as products, s.n * s.n - s.nn - i.nn + s.n as pairs
  from seller s join importer i on i.seller = s.seller
), relation as (
  select count(*) as n, sum(greatest(least(g, 2.5), -2.5)) as s, sum(greatest(least(g, 2.5), -2.5) ** 2) as ss
  from standing where seller <> '' group by seller, importer, hs6 having count(*) >= 2
), mean as (
  select (select (coalesce(sum(n * products / pairs), 0) + 3) / (coalesce(sum(n), 0) + 15) from crossed where pairs > 0) as wide,
         (select (coalesce(sum((s * s - ss) / (n - 1)), 0) + 6) / (coalesce(sum(n), 0) + 15) from subheading where n >= 2) as alike,
         (select (coalesce(sum((s * s - ss) / (n - 1)), 0) + 9) / (coalesce(sum(n), 0) + 15) from relation) as kept
)
select greatest(wide, 0.02) as wide, greatest(alike - greatest(wide, 0.02), 0.05) as narrow,
       least(greatest(kept - greatest(alike, 0.07), 0.1), 0.7) as relation
from mean
