-- One row per bill of a known forwarder and party: the chain from shipper to importer, and what is new in it. Shippers that
-- carry one name under one forwarder count as one there: a representative may use several ids, or none.
with named as (
  select forwarder_id, shipper_name, min(shipper_id) as shipper_id
  from bills
  where shipper_name is not null
  group by forwarder_id, shipper_name
), keyed as (
  select b.*, coalesce(n.shipper_id, b.shipper_id, 'name:' || b.shipper_name) as shipper
  from bills b
  left join named n on n.forwarder_id = b.forwarder_id and n.shipper_name = b.shipper_name
  where b.forwarder_id is not null
), met as (
  select *, min(arrived_on) over (partition by forwarder_id, party_id) as party_since,
         min(arrived_on) over (partition by forwarder_id, shipper) as shipper_since,
         min(slice) over (partition by forwarder_id, party_id) as party_slice,
         min(slice) over (partition by forwarder_id, shipper) as shipper_slice,
         min(slice) over (partition by forwarder_id, port_loading) as port_slice,
         min(slice) over (partition by forwarder_id, goods) as goods_slice
  from keyed
), breadth as (
  select forwarder_id, shipper, count(distinct party_id) as parties,
         count(distinct case when party_since >= shipper_since - 60 then party_id end) as gathered, count(distinct goods) as kinds
  from met
  where shipper is not null
  group by forwarder_id, shipper
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
select m.*, b.parties as shipper_parties,
       coalesce(b.gathered >= $representative_parties, false) as representative,
       case when b.gathered >= $representative_parties then case when b.kinds >= 3 then 1.0 else 0.5 end else 0 end as gathering,
       a.houses, a.parties as master_parties, a.shippers as master_shippers, a.goods_kinds,
       x.parties as box_parties,
       a.houses >= 3 and a.parties >= 3 and a.shippers = 1 as one_shipper_master
from met m
left join breadth b on b.forwarder_id = m.forwarder_id and b.shipper = m.shipper
join master a on a.forwarder_id = m.forwarder_id and a.master_bl = m.master_bl
left join box x on x.container_no = m.container_no and x.arrived_on = m.arrived_on
