-- What nineteen of twenty nations without schemes stay within, one at least: items as the false discovery rate leaves them, round trips as
-- their chances leave them, and 1.645 standard deviations of such a count.
with mean as (
  select $max_false_discovery * count(*) filter (subject_type = 'import_item')
           + coalesce(sum(1 - chance) filter (subject_type = 'company'), 0) as m
  from findings where alert
)
select greatest(1, ceil(m + 1.645 * sqrt(m))) as expected_false_alarms from mean
