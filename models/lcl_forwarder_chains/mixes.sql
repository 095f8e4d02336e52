-- Mixes before and after each forwarder's change, kind by kind, as two lists of counts in the same order.
with bill as (
  select c.*, c.slice >= x.slice as later
  from chains c
  join changes x on x.forwarder_id = c.forwarder_id
    and c.slice between x.slice - 2 * $window_months and x.slice + 2 * $window_months - 1
), kinds as (
  select forwarder_id, 'consignees' as mix, party_id as kind, later from bill
  union all
  select forwarder_id, 'shippers', shipper, later from bill
  union all
  select forwarder_id, 'ports', port_loading, later from bill
  union all
  select forwarder_id, 'goods', goods, later from bill
  union all
  select forwarder_id, 'chain',
         case when seller_other then 'S' else '-' end || case when representative then 'R' else '-' end
           || case when houses >= 5 then 'M' when houses >= 2 then 'm' else '-' end || case when declarant_other then 'D' else '-' end
           || case when importer_id <> consignee_id then 'B' else '-' end || case when notify_id <> party_id then 'O' else '-' end
           || case when arrived_on < party_since + 90 then 'N' else '-' end, later
  from bill
), counted as (
  select forwarder_id, mix, kind, count(*) filter (where not later) as first, count(*) filter (where later) as second
  from kinds
  where kind is not null
  group by forwarder_id, mix, kind
)
select forwarder_id, mix, list(cast(first as double) order by kind) as first, list(cast(second as double) order by kind) as second,
       list(kind order by kind) as kinds
from counted
group by forwarder_id, mix
having sum(first) > 0 and sum(second) > 0
