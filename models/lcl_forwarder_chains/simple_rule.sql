-- What an analyst writes in an afternoon: forwarders by offences times the share of their consignees of the last half year that
-- are new to them, consignees by the share of their bills with such a forwarder.
with bill as (
  select forwarder_id, consignee_id, arrived_on from bill_of_lading
  where load_type = 'LCL' and forwarder_id is not null and consignee_id is not null and arrived_on between $from and $to
), met as (
  select forwarder_id, consignee_id, min(arrived_on) as since, max(arrived_on) as last_on, count(*) as bills
  from bill
  group by forwarder_id, consignee_id
), offender as (
  select party_id, count(*) as offences from offence where decided_on <= $to group by party_id
), share as (
  select m.forwarder_id, sum(case when m.since > $to - 180 then 1e0 else 0e0 end) / count(*) * coalesce(max(o.offences), 0) as score
  from met m
  left join offender o on o.party_id = m.forwarder_id
  where m.last_on > $to - 180
  group by m.forwarder_id
)
select forwarder_id as subject_id, score from share
union all
select m.consignee_id, sum(m.bills * coalesce(s.score, 0e0)) / sum(m.bills)
from met m
left join share s on s.forwarder_id = m.forwarder_id
where m.consignee_id not in (select forwarder_id from share)
group by m.consignee_id
