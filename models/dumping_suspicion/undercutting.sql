-- Our price from the country beside that from all other origins, for goods of the usual grade: since the gap widened, and how it
-- changed then (a gap that opened abroad does not show here); and how its volume and its share of our imports changed.
with month as (
  select hs6, country, period, mass_kg, usual_grade_usd, sum(mass_kg) over (partition by hs6, period) as all_kg,
         sum(usual_grade_usd) over (partition by hs6, period) as all_value
  from our_months where supplier is null
), dated as (
  select m.*, m.period >= coalesce(t.since, '0000') as late, m.all_kg > m.mass_kg as has_others,
         case when m.all_kg > m.mass_kg then ln((m.all_value - m.usual_grade_usd) / (m.all_kg - m.mass_kg)) - ln(m.usual_grade_usd / m.mass_kg) end as above
  from month m join tested t on t.hs6 = m.hs6 and t.country = m.country and t.supplier is null
)
select hs6, country,
       ln(sum(all_value - usual_grade_usd) filter (where has_others and late) / nullif(sum(all_kg - mass_kg) filter (where has_others and late), 0))
         - ln(sum(usual_grade_usd) filter (where has_others and late) / sum(mass_kg) filter (where has_others and late)) as undercut,
       avg(above) filter (where late) - avg(above) filter (where not late) as undercut_change,
       sum(mass_kg) filter (where late) / nullif(sum(all_kg) filter (where late), 0) as share_late,
       sum(mass_kg) filter (where not late) / nullif(sum(all_kg) filter (where not late), 0) as share_early,
       sum(mass_kg) filter (where late) / nullif(count(*) filter (where late), 0) as monthly_kg_late,
       sum(mass_kg) filter (where not late) / nullif(count(*) filter (where not late), 0) as monthly_kg_early
from dated group by hs6, country
