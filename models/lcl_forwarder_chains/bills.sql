-- The LCL house bills of the period, one row each, with the half month counted from the first day and what was declared for them.
-- The first word of the description stands for the goods where no declaration tells them.
with bill as (
  select house_bl, min(arrived_on) as arrived_on, min(container_no) as container_no, min(master_bl) as master_bl,
         min(port_loading) as port_loading, min(forwarder_id) as forwarder_id,
         min(shipper_id) as shipper_id, min(lower(trim(shipper_name))) as shipper_name,
         min(consignee_id) as consignee_id, min(notify_id) as notify_id,
         min(lower(trim(goods_description))) as goods_description
  from bill_of_lading
  where load_type = 'LCL' and arrived_on between $from and $to
  group by house_bl
)
select b.house_bl, b.arrived_on, b.container_no, b.master_bl, b.port_loading,
       coalesce(b.forwarder_id, d.forwarder_id) as forwarder_id, b.shipper_id, b.shipper_name,
       coalesce(b.consignee_id, d.importer_id, b.notify_id) as party_id,
       d.importer_id, b.consignee_id, b.notify_id, d.seller_id, d.declarant_id, d.heading,
       coalesce(d.heading, split_part(b.goods_description, ' ', 1)) as goods,
       d.value_krw,
       cast(floor(date_diff('day', $from, b.arrived_on) / 15e0) as bigint) as slice
from bill b
left join declared d on d.house_bl = b.house_bl
