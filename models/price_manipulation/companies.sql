-- Importers with what their items add up to, in expected money, and the round trip with most of it.
with item as (
  select importer as company, sum(chance * weighed_krw) as expected_krw, sum(stake_krw) filter (chance >= 0.5) as stake_krw,
         count(*) filter (chance >= 0.5) as suspects,
         arg_max(case when settled_gap < 0 then 'low' else 'high' end, chance * weighed_krw) as direction, max(chance) as chance
  from weighed where importer <> '' group by importer
), party as (
  select importer as company, seller as partner, * from round_trips
  union all select exporter, buyer, * from round_trips where exporter <> importer
), placed as (
  select *, row_number() over (partition by company order by chance * round_krw desc, chance desc, hs6, partner) as place from party where company <> ''
)
select coalesce(i.company, t.company) as company, coalesce(i.expected_krw, 0) as items_krw,
       coalesce(t.chance * $value_weight * t.round_krw, 0) as trip_krw, coalesce(t.chance * $value_weight * t.round_krw > i.expected_krw, i.company is null) as goes_round,
       i.stake_krw, i.suspects, i.direction, i.chance as item_chance, t.chance as trip_chance, t.hs6, t.round_krw, t.trips, t.balance, t.partner
from item i full join (select * from placed where place = 1) as t on t.company = i.company
