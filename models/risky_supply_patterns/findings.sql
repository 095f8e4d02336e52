-- Every item of the period, ranked by the bound of its strongest pattern.
select 'import_item' as subject_type, subject_id, score, score >= $alert_floor as alert,
       customs_value_krw as amount_at_stake_krw, declared_on,
       nullif(replace(subheading, '.', ''), '') as hs_code, origin as country_origin,
       departure as country_departure, importer as importer_id, seller as seller_id, declarant as declarant_id, shrunk_rate
from matches
