-- One list of items and importers by expected money: chance times what is at stake. An importer counts with its round trips; what its
-- items add up to only orders importers that have none, since the items stand in the list themselves.
with typical as (
  select greatest(avg(value_krw), 1) as krw from weighed
), importer as (
  select *, trip_krw + 1e-6 * items_krw as expected_krw from companies
)
select 'import_item' as subject_type, subject_id, expected_krw / (expected_krw + t.krw) as score,
       coalesce(p < (select p from line) and not misread, false) as alert, cast(least(stake_krw, 1e17) as decimal(20, 2)) as amount_at_stake_krw,
       case when settled_gap < 0 then 'low' else 'high' end as direction, chance, price_krw, price_krw * exp(-settled_gap) as reference_krw,
       unit, z, importer, nullif(seller, '') as seller, hs_code, nullif(origin, '') as origin, nullif(line, '') as line
from (select *, exp(log_price) as price_krw, chance * weighed_krw as expected_krw from weighed) cross join typical t
union all
select 'company', company, expected_krw / (expected_krw + t.krw), coalesce(trip_chance >= 0.99, false),
       cast(least(case when goes_round then round_krw else coalesce(stake_krw, 0) end, 1e17) as decimal(20, 2)),
       case when goes_round then 'round_trip' else direction end, case when goes_round then trip_chance else item_chance end, null, null, null, null,
       company, partner, hs6, null, null
from importer cross join typical t
