-- One row per bill of a known forwarder and party: the chain from shipper to importer, and what is new in it. A shipper
-- without an id is known by the id that its name carries elsewhere with the same forwarder, else by its name.
with named as (
  select forwarder_id, shipper_name, min(shipper_id) as shipper_id
  from bills
  where shipper_id is not null and shipper_name is not null
  group by forwarder_id, shipper_name
), keyed as (
  select b.*, coalesce(b.shipper_id, n.shipper_id, 'name:' || b.shipper_name) as shipper
  from bills b
  left join named n on n.forwarder_id = b.forwarder_id and n.shipper_name = b.shipper_name
  where b.forwarder_id is not null
), met as (
  select *, min(arrived_on) over (partition by forwarder_id, party_id) as party_since,
         min(arrived_on) over (partition by forwarder_id, shipper) as shipper_since,
         min(arrived_on) over (partition by party_id) as party_anywhere_since,
         count(*) over (partition by forwarder_id) as forwarder_bills
  from keyed
), breadth as (
  select forwarder_id, shipper, count(distinct party_id) as parties from met group by forwarder_id, shipper
), master as (
  select forwarder_id, master_bl, count(*) as houses, count(distinct party_id) as parties,
         count(distinct shipper) as shippers, count(distinct goods) as goods_kinds
  from met
  group by forwarder_id, master_bl
), box as (
  select container_no, arrived_on, count(distinct party_id) as parties
  from met
  where container_no <> 'LOOSE'
  group by container_no, arrived_on
)
select m.* exclude (forwarder_bills), b.parties as shipper_parties, b.parties >= $representative_parties and m.shipper is not null as representative,
       a.houses, a.parties as master_parties, a.shippers as master_shippers, a.goods_kinds,
       x.parties as box_parties,
       a.houses >= 3 and a.parties >= 3 and a.shippers = 1 as one_shipper_master
from met m
left join breadth b on b.forwarder_id = m.forwarder_id and b.shipper = m.shipper
join master a on a.forwarder_id = m.forwarder_id and a.master_bl = m.master_bl
left join box x on x.container_no = m.container_no and x.arrived_on = m.arrived_on
