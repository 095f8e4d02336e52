-- What moved the chance most, then how the item came into the random lane, or that no reasons were made for it.
select 'import_item' as subject_type, subject_id, position, code, pattern, inspected, violations, share, elsewhere, low, high,
       since, contribution, cast(null as double) as probability
from scores_reasons
union all
select 'import_item', subject_id, 0, 'random_lane', null, null, null, null, null, null, null, null, null, selection_probability
from ranked
where selection = 'random'
union all
select 'import_item', subject_id, 1, 'not_explained', null, null, null, null, null, null, null, null, null, null
from ranked
where not explained
