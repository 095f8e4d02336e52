-- Items: what the false discovery rate leaves. Round trips: what their chances leave.
select $max_false_discovery * count(*) filter (subject_type = 'import_item')
         + coalesce(sum(1 - chance) filter (subject_type = 'company'), 0) as expected_false_alarms
from findings where alert
