-- The containers of the forwarder after its change: how many consignees and shippers share each, and whether riders stand in it.
with wanted as (
  select forwarder_id, changed_on, cast(null as varchar) as party_id from forwarders where forwarder_id = $subject_id
  union all
  select forwarder_id, changed_on, party_id from pairs where party_id = $subject_id
)
select b.container_no, b.master_bl, b.arrived_on, b.forwarder_id, count(*) as house_bills, count(distinct b.consignee_id) as consignees,
       count(distinct coalesce(b.shipper_id, b.shipper_name)) as shippers, count(distinct p.party_id) as newcomers,
       sum(b.gross_mass_kg) as gross_mass_kg
from bill_of_lading b
join wanted w on w.forwarder_id = b.forwarder_id
left join pairs p on p.forwarder_id = b.forwarder_id and p.party_id = b.consignee_id and p.newcomer
where b.load_type = 'LCL' and b.arrived_on between w.changed_on and $to
group by b.container_no, b.master_bl, b.arrived_on, b.forwarder_id
having bool_or(w.party_id is null or w.party_id in (b.consignee_id, b.notify_id))
order by newcomers desc, house_bills desc, b.arrived_on, b.container_no
