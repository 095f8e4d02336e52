-- One row a subject. The score lies within 0–1 and must not saturate: equal scores tell an officer nothing.
select
  'import_item' as subject_type,
  declaration_id || '/' || cast(item_no as varchar) as subject_id,
  1e0 - $floor_krw / (cast(customs_value_krw as double) + $floor_krw) as score,
  cast(customs_value_krw as double) >= $alert_multiple * $floor_krw as alert,
  customs_value_krw as amount_at_stake_krw,
  declared_on,
  hs_code
from import_declaration
where declared_on between $from and $to
  and cast(customs_value_krw as double) >= $floor_krw
