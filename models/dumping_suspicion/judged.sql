-- One row a pair. The pair's own series and its suppliers' are looked at: four fifths of the chance are the pair's, one fifth its
-- suppliers' together, for goods of one supplier differ more often than those of a country (weighted Bonferroni).
with supplier as (
  select hs6, country, supplier, p, z, since, margin_like, value_krw,
         count(*) over (partition by hs6, country) as suppliers,
         row_number() over (partition by hs6, country order by p, z desc, supplier) as place,
         min(mirrored_p) over (partition by hs6, country) as mirrored_p
  from tested where supplier is not null
), late as (
  -- The gap of the months since it widened.
  select m.hs6, m.country, m.supplier, sum(m.weight * m.gap) / sum(m.weight) as late_gap
  from series m
  join tested t on t.hs6 = m.hs6 and t.country = m.country and t.supplier is not distinct from m.supplier
  where m.period >= t.since
  group by m.hs6, m.country, m.supplier
), pair as (
  select t.*, s.supplier as best_supplier, s.p as supplier_p, s.suppliers, s.since as supplier_since,
         coalesce(exp(sl.late_gap) - 1, s.margin_like) as supplier_margin, s.value_krw as supplier_value_krw,
         l.late_gap, u.undercut, u.undercut_change, u.share_late, u.share_early, u.monthly_kg_late, u.monthly_kg_early, i.idle_share, i.home_share, i.idle_z,
         least(1, least(1.25 * t.p, coalesce(5 * s.p * s.suppliers, 1))) as joint_p,
         least(1, least(1.25 * t.mirrored_p, coalesce(5 * s.mirrored_p * s.suppliers, 1))) as joint_mirrored_p
  from tested t
  left join late l on l.hs6 = t.hs6 and l.country = t.country and l.supplier is null
  left join supplier s on s.hs6 = t.hs6 and s.country = t.country and s.place = 1
  left join late sl on sl.hs6 = s.hs6 and sl.country = s.country and sl.supplier = s.supplier
  left join undercutting u on u.hs6 = t.hs6 and u.country = t.country
  left join idle i on i.hs6 = t.hs6 and i.country = t.country
  where t.supplier is null
), shown as (
  select *, coalesce(4 * supplier_p * suppliers < p, false) as by_supplier from pair
), placed as (
  select *, row_number() over (order by value_krw) as value_place, count(*) over () as pairs from shown
)
select * exclude (value_place, pairs), -ln(greatest(joint_p, 1e-300)) as surprise,
       case when by_supplier then supplier_margin else exp(coalesce(late_gap, gap)) - 1 end as margin,
       ln((case when by_supplier then supplier_value_krw else value_krw end)
          / max(case when value_place = (pairs + 1) // 2 then value_krw end) over ()) as relative_value,
       coalesce(ln(monthly_kg_late / monthly_kg_early), 0) as growth
from placed
