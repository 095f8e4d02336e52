-- Importers with what their items and round trips add up to, in expected money.
with item as (
  select importer as company, sum(chance * weighed_krw) as expected_krw, sum(stake_krw) filter (chance >= 0.5) as stake_krw,
         count(*) filter (chance >= 0.5) as suspects, sum(value_krw) as value_krw,
         arg_max(case when settled_gap < 0 then 'low' else 'high' end, chance * weighed_krw) as direction, max(chance) as chance
  from weighed where importer <> '' group by importer
), party as (
  select importer as company, * from round_trips union all select exporter, * from round_trips where exporter <> importer
), trip as (
  select company, sum(chance * $value_weight * round_krw) as expected_krw, max(chance) as chance, arg_max(hs6, chance * $value_weight * round_krw) as hs6,
         arg_max(round_krw, chance * $value_weight * round_krw) as round_krw, arg_max(trips, chance * $value_weight * round_krw) as trips,
         arg_max(balance, chance * $value_weight * round_krw) as balance, arg_max(case when company = importer then seller else buyer end, chance * $value_weight * round_krw) as partner,
         arg_max(yearly_rise, chance * $value_weight * round_krw) as yearly_rise
  from party group by company
)
select coalesce(i.company, t.company) as company, coalesce(i.expected_krw, 0) + coalesce(t.expected_krw, 0) as expected_krw,
       coalesce(t.expected_krw, 0) > coalesce(i.expected_krw, 0) as goes_round, i.stake_krw, i.suspects, i.direction, i.chance as item_chance,
       t.chance as trip_chance, t.hs6, t.round_krw, t.trips, t.balance, t.partner, t.yearly_rise
from item i full join trip t on t.company = i.company
