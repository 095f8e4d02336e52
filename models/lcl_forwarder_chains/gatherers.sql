-- Each forwarder's shippers: since when, for how many consignees they stand, how many of these came to the forwarder with them or
-- shortly before, and how many kinds of goods they send.
with met as (
  select forwarder_id, party_id, min(arrived_on) as since from known_bills group by forwarder_id, party_id
), sent as (
  select forwarder_id, shipper, party_id, min(arrived_on) as since, min(slice) as slice
  from known_bills
  where shipper is not null
  group by forwarder_id, shipper, party_id
), begun as (
  select forwarder_id, shipper, min(since) as since, min(slice) as slice from sent group by forwarder_id, shipper
), goods as (
  select forwarder_id, shipper, count(distinct goods) as kinds from known_bills where shipper is not null group by forwarder_id, shipper
), counted as (
  select s.forwarder_id, s.shipper, b.since, b.slice, count(s.party_id) as parties,
         count(*) filter (where m.since >= b.since - 60) as gathered
  from sent s
  join begun b on b.forwarder_id = s.forwarder_id and b.shipper = s.shipper
  left join met m on m.forwarder_id = s.forwarder_id and m.party_id = s.party_id
  group by s.forwarder_id, s.shipper, b.since, b.slice
)
select c.forwarder_id, c.shipper, c.since, c.slice, c.parties, c.gathered >= $representative_parties as representative,
       case when c.gathered >= $representative_parties then greatest(0.2, least(1, (g.kinds - 1) / 3)) else 0 end as gathering
from counted c
join goods g on g.forwarder_id = c.forwarder_id and g.shipper = c.shipper
