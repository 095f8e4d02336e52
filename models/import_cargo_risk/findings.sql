-- Every item of the period, best first.
select 'import_item' as subject_type, subject_id, score, selection = 'model' as alert,
       cast(round(coalesce(expected_recovery_krw, customs_value_krw), 2) as decimal(20, 2)) as amount_at_stake_krw,
       selection, selection_probability, chance, expected_recovery_krw, declared_on, hs_code, country_origin, country_departure,
       importer_id, margin
from ranked
