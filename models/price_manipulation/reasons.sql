-- Largest sign first; what explains a gap stands beside it.
with i as (
  select * from weighed
)
select 'import_item' as subject_type, subject_id, 1 as position,
       case when settled_gap < 0 then 'below_reference' else 'above_reference' end as code, abs(exp(settled_gap) - 1) as share, round(z, 1) as number,
       cast(null as varchar) as party, cast(null as date) as since, cast(null as double) as amount, cast(null as varchar) as hs6
from i
union all
select 'import_item', subject_id, 2, 'rare_in_commodity', p, null, null, null, null, null from i where p < 0.05
union all
select 'import_item', subject_id, 3, 'relation', null, round(relation_z, 1), seller, null, null, null from i
where along and abs(relation_z) > 2 and seller <> ''
union all
select 'import_item', subject_id, 4, 'since', null, round(onset_t, 1), null, since, null, null from i where onset_chance > 0.1
union all
select 'import_item', subject_id, 5, 'misread_unit', null, round(exp(abs(misfit)), 1), null, null, null, null from i where misread
union all
select 'import_item', subject_id, 6, 'unknown_line', null, null, null, null, null, null from i
where line in ('', '?') and p < 0.05 and hs_code in (select hs_code from words)
union all
select 'import_item', subject_id, 7, 'motive', coalesce(rate_pct, 0) / 100, null, null, null, least(stake_krw, 1e17), null from i where p < 0.05 or chance > 0.1
union all
select 'company', company, 1, 'round_trip', balance, trips, partner, null, round_krw, hs6 from companies where trip_chance > 0.1
union all
select 'company', company, 2, 'items_of_importer', null, suspects, null, null, least(stake_krw, 1e17), null from companies where suspects > 0
union all
select 'company', company, 3, 'little', null, null, null, null, null, null from companies
where coalesce(suspects, 0) = 0 and coalesce(trip_chance, 0) <= 0.1
