with band as (
  select least(cast(floor(chance * 20) as bigint), 19) as step, count(*) as items from findings
  group by least(cast(floor(chance * 20) as bigint), 19)
)
select cast(step as double) / 20 as chance_from, items from band order by step
