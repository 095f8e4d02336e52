with band as (
  select cast(floor(score * 20) as bigint) as step, count(*) as items from findings group by cast(floor(score * 20) as bigint)
)
select cast(step as double) / 20 as score_from, items from band order by step
