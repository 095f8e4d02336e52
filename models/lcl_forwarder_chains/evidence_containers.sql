-- The containers of the forwarder since its change, for a rider those in which it stands: how many consignees and shippers share
-- each, and how many of them came with the change.
with wanted as (
  select forwarder_id, changed_on, cast(null as varchar) as party_id from forwarders where forwarder_id = $subject_id
  union all
  select forwarder_id, changed_on, party_id from pairs where party_id = $subject_id
)
select b.container_no, b.master_bl, min(b.arrived_on) as first_arrived_on, b.forwarder_id, count(*) as house_bills,
       count(distinct b.consignee_id) as consignees, count(distinct coalesce(b.shipper_id, b.shipper_name)) as shippers,
       count(distinct p.party_id) as newcomers, sum(b.gross_mass_kg) as gross_mass_kg
from bill_of_lading b
join wanted w on w.forwarder_id = b.forwarder_id
left join pairs p on p.forwarder_id = b.forwarder_id and p.party_id = coalesce(b.consignee_id, b.notify_id) and p.newcomer
where b.load_type = 'LCL' and b.arrived_on >= w.changed_on - 20 and b.arrived_on <= $to
group by b.container_no, b.master_bl, b.forwarder_id
having bool_or(w.party_id is null or w.party_id in (b.consignee_id, b.notify_id))
order by newcomers desc, house_bills desc, first_arrived_on, b.container_no, b.master_bl
