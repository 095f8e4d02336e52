-- What the normal curve leaves above the line, as a number that nineteen of twenty nations without schemes stay within.
select ceil(t.mean + 1.645 * sqrt(t.mean)) as expected_false_alarms
from (select count(*) * normal_upper($alert_deviations) as mean from totals) t
