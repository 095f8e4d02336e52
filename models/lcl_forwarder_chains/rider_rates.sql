-- How common each sign is among the newcomers of the changed forwarders and among those of all others. Both are drawn to
-- what cases known so far show, by ten newcomers' worth; a sign that tells nothing in this nation weighs nothing.
with expected (sign, riders, others) as (
  values ('newcomer', 0.95, 0.5),
         ('representative', 0.8, 0.1),
         ('together', 0.6, 0.02),
         ('strange', 0.6, 0.2),
         ('loyal', 0.6, 0.4),
         ('notify_other', 0.3, 0.1),
         ('importer_other', 0.2, 0.05),
         ('inspected', 0.02, 0.05),
         ('several', 0.7, 0.4),
         ('young', 0.2, 0.1),
         ('near', 0.8, 0.3),
         ('offender', 0.15, 0.05),
         ('seller_other', 0.5, 0.2),
         ('declarant_other', 0.2, 0.1)
), counted as (
  select sign, sum(share * chance) filter (where newcomer and chance >= 0.3) as with_sign,
         sum(chance) filter (where newcomer and chance >= 0.3) as riders,
         sum(share) filter (where chance < 0.3 and (newcomer or sign = 'newcomer')) as others_with_sign,
         count(*) filter (where chance < 0.3 and (newcomer or sign = 'newcomer')) as others
  from rider_signs
  group by sign
), learned as (
  select sign, coalesce(with_sign, 0) as with_sign, coalesce(riders, 0) as riders from counted where sign <> 'newcomer'
)
select e.sign, (coalesce(l.with_sign, 0) + 10 * e.riders) / (coalesce(l.riders, 0) + 10) as riders,
       (coalesce(c.others_with_sign, 0) + 10 * e.others) / (coalesce(c.others, 0) + 10) as others
from expected e
left join counted c on c.sign = e.sign
left join learned l on l.sign = e.sign
