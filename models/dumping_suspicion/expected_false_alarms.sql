-- Under no dumping each tested pair passes the line with the line's own chance.
select greatest(coalesce(max(joint_p) filter (where q <= $max_false_discovery), 0) * count(*), $expected_false) as expected_false_alarms
from ranked
