select pattern, inspected, violations, confidence, lift, q, late_inspected, late_violations, confirmation
from patterns
where significant
order by q, lift desc, pattern
limit 50
