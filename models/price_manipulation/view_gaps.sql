with band as (
  select greatest(least(floor(20 * (exp(settled_gap) - 1)) / 20, 2), -1) as gap, count(*) as items from weighed group by 1
)
select cast(round(100 * gap) as bigint) as gap_pct, items from band order by gap_pct
