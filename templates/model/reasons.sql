-- One row a reason; the code names a text in model.toml, the other columns fill it.
select
  subject_id,
  'above_floor' as code,
  cast(amount_at_stake_krw as double) as value_krw,
  cast(amount_at_stake_krw as double) / $floor_krw as multiple,
  $floor_krw as floor_krw
from findings
