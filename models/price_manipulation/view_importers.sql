select subject_id as importer, direction, chance, amount_at_stake_krw, alert
from findings where subject_type = 'company'
order by score desc, amount_at_stake_krw desc, subject_id
limit 50
