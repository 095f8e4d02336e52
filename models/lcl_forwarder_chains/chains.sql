-- One row per bill: the chain from shipper to importer, what is new in it, and with how many others it shares master and container.
with met as (
  select forwarder_id, party_id, min(arrived_on) as since, min(slice) as slice
  from known_bills
  where party_id is not null
  group by forwarder_id, party_id
), port as (
  select forwarder_id, port_loading, min(slice) as slice from known_bills group by forwarder_id, port_loading
), kind as (
  select forwarder_id, goods, min(slice) as slice from known_bills where goods is not null group by forwarder_id, goods
), master as (
  select forwarder_id, master_bl, count(*) as houses, count(distinct party_id) as parties, min(shipper) = max(shipper) as one_shipper
  from known_bills
  group by forwarder_id, master_bl
), box as (
  select container_no, master_bl, count(distinct party_id) as parties
  from known_bills
  where container_no <> 'LOOSE'
  group by container_no, master_bl
), declared as (
  select importer_id, declarant_id, count(*) as bills
  from known_bills
  where importer_id is not null and declarant_id is not null
  group by importer_id, declarant_id
), usual as (
  select importer_id, max_by(declarant_id, (bills, declarant_id)) as declarant_id from declared group by importer_id
)
select b.house_bl, b.arrived_on, b.slice, b.forwarder_id, b.party_id, b.shipper, b.importer_id, b.consignee_id, b.notify_id, b.heading,
       b.goods, b.port_loading, b.master_bl, b.container_no, b.value_krw, m.since as party_since, m.slice as party_slice,
       s.since as shipper_since, s.slice as shipper_slice, p.slice as port_slice, k.slice as goods_slice,
       s.parties as shipper_parties, coalesce(s.representative, false) as representative, coalesce(s.gathering, 0) as gathering,
       b.seller_id <> b.shipper_id as seller_other, b.declarant_id <> u.declarant_id as declarant_other,
       a.houses, greatest(coalesce(x.parties, 1), 1) as box_parties,
       coalesce(a.houses >= 3 and a.parties >= 3 and a.one_shipper, false) as one_shipper_master
from known_bills b
left join met m on m.forwarder_id = b.forwarder_id and m.party_id = b.party_id
left join gatherers s on s.forwarder_id = b.forwarder_id and s.shipper = b.shipper
left join port p on p.forwarder_id = b.forwarder_id and p.port_loading = b.port_loading
left join kind k on k.forwarder_id = b.forwarder_id and k.goods = b.goods
left join master a on a.forwarder_id = b.forwarder_id and a.master_bl = b.master_bl
left join box x on x.container_no = b.container_no and x.master_bl = b.master_bl
left join usual u on u.importer_id = b.importer_id
