-- The bills that came after each forwarder's change, once for each of its customers: where another firm declares than the bill
-- names, both are. A customer that came more than 20 days before the change is one that stayed.
with named as (
  select house_bl, forwarder_id, party_id from chains where party_id is not null
  union all
  select house_bl, forwarder_id, importer_id from chains where importer_id <> party_id
), met as (
  select n.forwarder_id, n.party_id, c.* exclude (forwarder_id, party_id, party_since),
         min(c.arrived_on) over (partition by n.forwarder_id, n.party_id) as party_since
  from named n
  join chains c on c.house_bl = n.house_bl
)
select m.*, x.changed_on, m.party_since >= x.changed_on - 20 as newcomer, g.house_bl is not null as inspected
from met m
join changes x on x.forwarder_id = m.forwarder_id
left join inspected g on g.house_bl = m.house_bl
where m.arrived_on >= x.changed_on - 20
