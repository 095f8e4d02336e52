-- One list of items and importers. The order within each is expected money: chance times what is at stake. An importer stands where
-- the item stands that has three times its place among items: so the first of both kinds are the first of the list.
with typical as (
  select greatest(avg(value_krw), 1) as krw, count(*) as items from weighed
), item as (
  select w.*, w.chance * w.weighed_krw as expected_krw, row_number() over (order by w.chance * w.weighed_krw desc, w.subject_id) as place
  from weighed w
), importer as (
  select *, row_number() over (order by expected_krw desc, company) as own_place, count(*) over () as companies from companies
), aimed as (
  select c.*, greatest(1, cast(floor(c.own_place * t.items / (3e0 * c.companies)) as bigint)) as beside from importer c cross join typical t
), matched as (
  select c.*, coalesce(i.expected_krw, 0) as as_item from aimed c left join item i on i.place = c.beside
)
select 'import_item' as subject_type, subject_id, expected_krw / (expected_krw + t.krw) as score,
       coalesce(p < (select p from line) and not misread, false) as alert, cast(least(stake_krw, 1e17) as decimal(20, 2)) as amount_at_stake_krw,
       case when settled_gap < 0 then 'low' else 'high' end as direction, chance, price_krw, price_krw * exp(-settled_gap) as reference_krw,
       unit, z, importer, nullif(seller, '') as seller, hs_code, nullif(origin, '') as origin, nullif(line, '') as line
from (select *, exp(log_price) as price_krw from item) cross join typical t
union all
select 'company', company, as_item / (as_item + t.krw), coalesce(trip_chance >= 0.9, false),
       cast(least(case when goes_round then round_krw else coalesce(stake_krw, 0) end, 1e17) as decimal(20, 2)),
       case when goes_round then 'round_trip' else direction end, case when goes_round then trip_chance else item_chance end, null, null, null, null,
       company, partner, hs6, null, null
from matched cross join typical t
