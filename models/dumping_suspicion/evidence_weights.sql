-- The parts of the score, in natural logarithms of evidence.
select r.price_weight, r.amount_weight, r.growth_weight, r.idle_weight, r.undercut_weight, r.shallow_weight, r.strength
from ranked r
where r.hs6 || '/' || r.country = $subject_id
