select subject_id, margin, interval_low, interval_high, amount_at_stake_krw
from findings where score > 0 order by score desc, amount_at_stake_krw desc, subject_id limit 30
