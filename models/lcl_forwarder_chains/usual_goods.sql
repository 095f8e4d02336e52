-- For each forwarder and customer, the share of its declared bills since the change whose goods the importer does not bring in
-- otherwise. Not told where it brings in nothing else at all.
with used as (
  select forwarder_id, party_id, heading, count(*) as bills
  from customers
  where heading is not null and importer_id = party_id
  group by forwarder_id, party_id, heading
), whole as (
  select importer_id, sum(shipments) as shipments from importers group by importer_id
), told as (
  select u.forwarder_id, u.party_id, sum(u.bills) as bills,
         sum(case when coalesce(i.shipments, 0) <= u.bills then u.bills else 0 end) as strange_bills
  from used u
  left join importers i on i.importer_id = u.party_id and i.heading = u.heading
  group by u.forwarder_id, u.party_id
)
select t.forwarder_id, t.party_id, t.strange_bills / t.bills as strange
from told t
join whole w on w.importer_id = t.party_id and w.shipments > t.bills
