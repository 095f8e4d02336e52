-- By how much a larger order is cheaper than the same importer's other orders from the same seller: the slope of the logarithm of the price
-- over that of the quantity, both from the flow's own level. Where mass and quantity disagree the order is left out.
with item as (
  select l.x - l.middle - f.level as step, ln(l.value_krw) - l.declared_x as size, f.n, coalesce(abs(l.misfit), 0) as misfit,
         avg(ln(l.value_krw) - l.declared_x) over (partition by l.hs_code, l.line, l.origin, l.seller, l.importer) as usual_size
  from lifted l join first_flows f on f.hs_code = l.hs_code and f.line = l.line and f.origin = l.origin and f.seller = l.seller
    and f.importer = l.importer
), cut as (
  select greatest(least(step, 0.4), -0.4) as step, greatest(least(size - usual_size, 2), -2) as size from item where n >= 3 and misfit < 0.3
)
select coalesce(sum(size * step), 0) / (coalesce(sum(size * size), 0) + 10) as slope from cut
