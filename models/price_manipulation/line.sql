-- Up to which p an item is an alert: the false discovery rate allowed (Benjamini–Hochberg), each p counted on its own side.
with placed as (
  select p, row_number() over (order by p, subject_id) as place, count(*) over () as tests from tails where not misread
)
select coalesce(max(p) filter (p * tests <= $max_false_discovery * place), 0) as p, any_value(tests) as tests from placed
