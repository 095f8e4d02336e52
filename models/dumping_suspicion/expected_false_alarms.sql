-- What the line lets through on the side where no dumping can be (prices above what is usual, gaps that close), and one more:
-- by chance as many pass on the other side. Barber, R. F., Candès, E. J. (2015) count so, with the one more.
with line as (
  select greatest(coalesce(max(joint_p) filter (where q <= $max_false_discovery), 0), $expected_false / greatest(count(*), 1)) as p
  from ranked
)
select cast(count(*) filter (where r.joint_mirrored_p <= l.p) + 1 as double) as expected_false_alarms
from ranked r cross join line l
