-- The tables without rows, whose part of the method is left out; then how common each sign is, and what it weighs.
with part as (
  select 'offence' as part, (select count(*) from offence) as counted
  union all
  select 'company', (select count(*) from company)
  union all
  select 'import_declaration', (select count(*) from import_declaration)
  union all
  select 'inspection_result', (select count(*) from inspection_result)
)
select part, case when counted = 0 then 'left out' else 'used' end as state, cast(null as double) as among_riders,
       cast(null as double) as among_others, cast(null as double) as weight
from part
union all
select sign, 'sign', riders, others, ln(riders / others) from rider_rates
