-- Our price from the country beside that from all other origins, for like goods, before and since the gap widened: the fall
-- against them; and how its share of our imports of the goods changed.
with month as (
  select hs6, country, period, mass_kg, like_value_usd, sum(mass_kg) over (partition by hs6, period) as all_kg,
         sum(like_value_usd) over (partition by hs6, period) as all_value
  from our_months where supplier is null
), dated as (
  select m.*, m.period >= coalesce(t.since, '0000') as late,
         case when m.all_kg > m.mass_kg then ln((m.all_value - m.like_value_usd) / (m.all_kg - m.mass_kg)) - ln(m.like_value_usd / m.mass_kg) end as above
  from month m join tested t on t.hs6 = m.hs6 and t.country = m.country and t.supplier is null
)
select hs6, country,
       ln(sum(all_value - like_value_usd) filter (where all_kg > mass_kg and late) / nullif(sum(all_kg - mass_kg) filter (where all_kg > mass_kg and late), 0))
         - ln(sum(like_value_usd) filter (where all_kg > mass_kg and late) / sum(mass_kg) filter (where all_kg > mass_kg and late)) as undercut,
       avg(above) filter (where late) - avg(above) filter (where not late) as undercut_change,
       sum(mass_kg) filter (where late) / nullif(sum(all_kg) filter (where late), 0) as share_late,
       sum(mass_kg) filter (where not late) / nullif(sum(all_kg) filter (where not late), 0) as share_early,
       sum(mass_kg) filter (where late) / nullif(count(*) filter (where late), 0) as monthly_kg_late,
       sum(mass_kg) filter (where not late) / nullif(count(*) filter (where not late), 0) as monthly_kg_early
from dated group by hs6, country
