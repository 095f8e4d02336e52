-- Bills of a known forwarder. Shippers that carry one name under one forwarder count as one there: a representative may use
-- several ids, or none.
with named as (
  select forwarder_id, shipper_name, min(shipper_id) as shipper_id
  from bills
  where shipper_name is not null
  group by forwarder_id, shipper_name
)
select b.*, coalesce(n.shipper_id, b.shipper_id, 'name:' || b.shipper_name) as shipper
from bills b
left join named n on n.forwarder_id = b.forwarder_id and n.shipper_name = b.shipper_name
where b.forwarder_id is not null
