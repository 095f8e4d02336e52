-- Each item of the period in its place, and how it came to be chosen. Without any duty recovered to learn from, the declared
-- value stands for what a violation brings.
with verdict as (
  select s.subject_id, s.chance, s.margin, s.explained, r.declared_on, r.hs_code, r.country_origin, r.country_departure,
         r.importer_id, r.customs_value_krw, s.chance * s.expected_amount as expected_recovery_krw,
         s.chance * coalesce(s.expected_amount, r.customs_value_krw) as expected_gain
  from scores s
  join rows r on r.subject_id = s.subject_id
), placed as (
  select *, percent_rank() over (order by expected_gain nulls first) as gain_place,
         percent_rank() over (order by chance) as chance_place, count(*) over () as items
  from verdict
), scored as (
  select *, case $rank_by when 'chance' then chance when 'recovery' then gain_place
                          else (chance_place + gain_place) / 2e0 end as score
  from placed
), wanted as (
  select *, row_number() over (order by score desc, margin desc, subject_id) as place,
         least(items, case when $capacity < 1 then cast(ceil($capacity * items - 1e-9) as bigint) else cast(round($capacity) as bigint) end)
           as places
  from scored
), shared as (
  select *, places - cast(round($random_share * places) as bigint) as model_places from wanted
), drawn as (
  select *, row_number() over (partition by place <= model_places order by seeded_uniform($seed, subject_id), subject_id) as draw
  from shared
)
select *, case when place <= model_places then 'model' when draw <= places - model_places then 'random' else 'none' end
            as selection,
       case when place <= model_places then 1e0
            else cast(places - model_places as double) / (items - model_places) end as selection_probability
from drawn
