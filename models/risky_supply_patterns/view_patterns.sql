select pattern, inspected, violations, confidence, lift, q, confirmation
from patterns
where significant
order by q, lift desc, pattern
limit 50
