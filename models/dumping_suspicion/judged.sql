-- One row a pair. The pair's own series and its suppliers' are looked at, so the smallest chance is multiplied by how many
-- there are (Bonferroni), the suppliers together counting as much as the pair.
with supplier as (
  select hs6, country, supplier, p, level_z, rise_z, since, margin_like, margin_declared, value_krw, mean_after,
         count(*) over (partition by hs6, country) as suppliers,
         row_number() over (partition by hs6, country order by p, supplier) as place
  from tested where supplier is not null
), idle as (
  select hs6, country, max(1 - output_tonnes / nullif(capacity_tonnes, 0)) as idle_share,
         max(domestic_sales_tonnes / nullif(output_tonnes, 0)) as home_share
  from producers group by hs6, country
), pair as (
  select t.*, s.supplier as best_supplier, s.p as supplier_p, s.suppliers, s.since as supplier_since,
         s.margin_like as supplier_margin, s.value_krw as supplier_value_krw,
         u.undercut, u.share_late, u.share_early, u.monthly_kg_late, u.monthly_kg_early, i.idle_share, i.home_share,
         least(1, 2 * least(t.p, coalesce(s.p * s.suppliers, 1))) as joint_p
  from tested t
  left join supplier s on s.hs6 = t.hs6 and s.country = t.country and s.place = 1
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
       greatest(least(coalesce(undercut, 0), 0.5), -0.5) as undercut_weight,
       case when by_supplier then supplier_margin else exp(coalesce(case when rise_z > 2 then mean_after end, gap)) - 1 end as margin
from shown
