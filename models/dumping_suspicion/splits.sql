-- For each series and each month that leaves four months on either side: the mean change before and from that month on.
with running as (
  select hs6, country, supplier, month, months, period, sum(weight) over w as weight_to,
         sum(weight * change) over w as sum_to, sum(weight * change * change) over w as square_to,
         sum(weight) over (partition by hs6, country, supplier) as weight_all,
         sum(weight * change) over (partition by hs6, country, supplier) as sum_all,
         sum(weight * change * change) over (partition by hs6, country, supplier) as square_all
  from series
  window w as (partition by hs6, country, supplier order by month rows between unbounded preceding and 1 preceding)
), split as (
  select hs6, country, supplier, period, months, weight_to as before, weight_all - weight_to as after, weight_all,
         sum_to / weight_to as mean_before, (sum_all - sum_to) / (weight_all - weight_to) as mean_after,
         greatest(square_all - sum_to * sum_to / weight_to - (sum_all - sum_to) * (sum_all - sum_to) / (weight_all - weight_to), 0)
           as residual
  from running where month - 1 >= 4 and months - month + 1 >= 4
), tested as (
  select *, (mean_after - mean_before) / sqrt((residual + 0.0004) / greatest(months - 2, 1) * months / weight_all * (1e0 / before + 1e0 / after)) as t
  from split
)
select hs6, country, supplier, max(t) as t, -min(t) as fall_t, arg_max(period, t) as since,        arg_max(mean_after - mean_before, t) as rise
from tested group by hs6, country, supplier
