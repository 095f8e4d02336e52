-- One row a pair. The pair's own series and its suppliers' are looked at, so the smallest chance is multiplied by how many
-- there are (Bonferroni), the suppliers together counting as much as the pair.
with supplier as (
  select hs6, country, supplier, p, level_z, rise_z, since, margin_like, margin_declared, value_krw,
         count(*) over (partition by hs6, country) as suppliers,
         row_number() over (partition by hs6, country order by p, supplier) as place,
         min(mirrored_p) over (partition by hs6, country) as mirrored_p
  from tested where supplier is not null
), late as (
  -- The gap of the months since it widened, where it clearly did.
  select m.hs6, m.country, m.supplier, sum(m.weight * m.gap) / sum(m.weight) as late_gap
  from series m
  join tested t on t.hs6 = m.hs6 and t.country = m.country and t.supplier is not distinct from m.supplier
  where t.rise_z > 2 and m.period >= t.since
  group by m.hs6, m.country, m.supplier
), idle as (
  select hs6, country, max(1 - output_tonnes / nullif(capacity_tonnes, 0)) as idle_share,
         max(domestic_sales_tonnes / nullif(output_tonnes, 0)) as home_share
  from producers group by hs6, country
), pair as (
  select t.*, s.supplier as best_supplier, s.p as supplier_p, s.suppliers, s.since as supplier_since,
         coalesce(exp(sl.late_gap) - 1, s.margin_like) as supplier_margin, s.value_krw as supplier_value_krw,
         l.late_gap, u.undercut, u.undercut_change, u.share_late, u.share_early, u.monthly_kg_late, u.monthly_kg_early, i.idle_share, i.home_share,
         least(1, 2 * least(t.p, coalesce(s.p * s.suppliers, 1))) as joint_p,
         least(1, 2 * least(t.mirrored_p, coalesce(s.mirrored_p * s.suppliers, 1))) as joint_mirrored_p
  from tested t
  left join late l on l.hs6 = t.hs6 and l.country = t.country and l.supplier is null
  left join supplier s on s.hs6 = t.hs6 and s.country = t.country and s.place = 1
  left join late sl on sl.hs6 = s.hs6 and sl.country = s.country and sl.supplier = s.supplier
  left join undercutting u on u.hs6 = t.hs6 and u.country = t.country
  left join idle i on i.hs6 = t.hs6 and i.country = t.country
  where t.supplier is null
), shown as (
  select *, coalesce(supplier_p * suppliers < p, false) as by_supplier,
         case when coalesce(ln(monthly_kg_late / monthly_kg_early), 0) > 1 then 1 else greatest(coalesce(ln(monthly_kg_late / monthly_kg_early), 0), -1) end as growth
  from pair
)
select *, -ln(greatest(joint_p, 1e-300)) as surprise,
       0.5 * growth as growth_weight,
       case when idle_share > $idle_capacity then 0.5 else 0 end as idle_weight,
       -- A gap that opened by our price falling shows beside the other origins too; one that opened abroad does not.
       case when rise_z > 2 and rise > 0 then greatest(least(coalesce(undercut_change, 0) / rise, 1), -1) else 0 end as undercut_weight,
       case when by_supplier then supplier_margin else exp(coalesce(late_gap, gap)) - 1 end as margin
from shown
