-- How common each sign is among the newcomers of the changed forwarders and among those of all others. Both are drawn to
-- what cases known so far show, by ten newcomers' worth; a sign that tells nothing in this nation weighs nothing.
with expected as (
  select unnest(['newcomer', 'representative', 'together', 'strange', 'loyal', 'notify_other', 'importer_other', 'inspected', 'several', 'young', 'near', 'offender', 'seller_other', 'declarant_other']) as sign,
         unnest([0.95, 0.8, 0.6, 0.6, 0.6, 0.3, 0.2, 0.02, 0.7, 0.2, 0.8, 0.15, 0.5, 0.2]) as riders,
         unnest([0.5, 0.1, 0.02, 0.2, 0.4, 0.1, 0.05, 0.05, 0.4, 0.1, 0.3, 0.05, 0.2, 0.1]) as others
), counted as (
  select sign, sum(share * chance) filter (where newcomer and chance >= 0.3) as with_sign,
         sum(chance) filter (where newcomer and chance >= 0.3) as riders,
         sum(share) filter (where chance < 0.3 and (newcomer or sign = 'newcomer')) as others_with_sign,
         count(*) filter (where chance < 0.3 and (newcomer or sign = 'newcomer')) as others
  from rider_signs
  group by sign
)
select e.sign,
       (case when e.sign = 'newcomer' then 0 else coalesce(c.with_sign, 0) end + 10 * e.riders) / (case when e.sign = 'newcomer' then 0 else coalesce(c.riders, 0) end + 10) as riders,
       (coalesce(c.others_with_sign, 0) + 10 * e.others) / (coalesce(c.others, 0) + 10) as others
from expected e
left join counted c on c.sign = e.sign
