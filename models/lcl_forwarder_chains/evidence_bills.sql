-- The LCL bills of the company: a forwarder's own, a rider's with the forwarder on which it rides. Those after the change first.
with wanted as (
  select forwarder_id, changed_on, cast(null as varchar) as party_id from forwarders where forwarder_id = $subject_id
  union all
  select forwarder_id, changed_on, party_id from pairs where party_id = $subject_id
), declared as (
  select house_bl, min(importer_id) as importer_id, min(substr(hs_code, 1, 6)) as hs_code, sum(customs_value_krw) as value_krw
  from import_declaration
  where house_bl is not null
  group by house_bl
)
select b.arrived_on, b.arrived_on >= w.changed_on as after_change, b.house_bl, b.master_bl, b.container_no, b.forwarder_id, b.port_loading,
       b.shipper_id, b.shipper_name, b.consignee_id, b.notify_id, d.importer_id, d.hs_code, b.goods_description, b.package_count,
       b.gross_mass_kg, b.volume_m3, d.value_krw
from bill_of_lading b
join wanted w on w.forwarder_id = b.forwarder_id
left join declared d on d.house_bl = b.house_bl
where b.load_type = 'LCL' and b.arrived_on between $from and $to
  and (w.party_id is null or w.party_id in (b.consignee_id, d.importer_id, b.notify_id))
order by after_change desc, b.arrived_on, b.house_bl, b.container_no
