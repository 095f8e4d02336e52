-- Three ways to be false, each with its chance: the item by itself, its relation from the first day on, its relation since a day.
-- Under the last two an item must share the relation's direction and lie off by itself. What it costs if so: duty and VAT on
-- what is missing, or the value that went out too much. Motive: who pays high duty on it
-- hardly declares too much; and won of value that left count less than won of duty lost (value_weight).
with stake as (
  select t.*, r.z as relation_z, r.items as relation_items, o.t as onset_t, o.since, o.n as onset_items,
         case when settled_gap < 0 then (exp(-settled_gap) - 1) * value_krw * (coalesce(rate_pct, 0) / 100 * (1 + $vat_rate) + $vat_rate)
              else (1 - exp(-settled_gap)) * value_krw end as stake_krw,
         1 / (1 + exp(-greatest(-5, least(5, 2 * abs(settled_gap) / noise - 3)))) as own_share,
         r.z * settled_gap > 0 as along, o.t * settled_gap > 0 and o.after * settled_gap > 0 and t.declared_on >= o.since as since_along
  from tails t
  left join relations r on r.importer = t.importer and r.seller = t.seller
  left join onsets o on o.importer = t.importer and o.seller = t.seller
), chance as (
  select *, 1 / (1 + exp(7 + 1.5 * ln(p))) as item_chance,
         case when along then own_share / (1 + exp(5 - least(relation_z ** 2, 5 * abs(relation_z)) / 2)) else 0 end as relation_chance,
         case when since_along then own_share / (1 + exp(4 + ln(onset_items) / 2 - least(onset_t ** 2, 6 * abs(onset_t)) / 2)) else 0 end
           as onset_chance
  from stake
)
select *, (1 - (1 - item_chance) * (1 - relation_chance) * (1 - coalesce(onset_chance, 0)))
            * case when settled_gap > 0 and rate_pct >= $high_duty * 100 then 0.4 else 1 end as chance,
       case when settled_gap < 0 then 1 else $value_weight end * stake_krw as weighed_krw
from chance
