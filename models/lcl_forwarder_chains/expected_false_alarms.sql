-- What nineteen of twenty nations would stay within.
select ceil(wrong + 1.645 * sqrt(wrong)) as expected_false_alarms
from (select coalesce(sum(1 - chance), 0) as wrong from ranked where alert)
