select selection, count(*) as items, sum(chance) as expected_violations, min(selection_probability) as least_probability
from findings
group by selection
order by selection
