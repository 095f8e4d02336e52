-- For each forwarder and possible date of change, how many of the bills after it have a consignee, shipper, port or kind of
-- goods that the forwarder did not have before it.
with first_seen as (
  select forwarder_id, slice, 'consignees' as what, party_slice as since, 1.0 as weight from chains where party_id is not null
  union all
  select forwarder_id, slice, 'shippers', shipper_slice, 1 from chains where shipper is not null
  union all
  select forwarder_id, slice, 'ports', port_slice, 1 from chains where port_loading is not null
  union all
  select forwarder_id, slice, 'goods', goods_slice, 1 from chains where goods is not null
  union all
  select forwarder_id, slice, 'gathering', coalesce(shipper_slice, 0) + 1, gathering from chains
), counted as (
  select forwarder_id, what, slice, since, count(*) as bills, sum(weight) as weight from first_seen group by forwarder_id, what, slice, since
), dated as (
  select c.forwarder_id, c.what, d.slice, sum(c.bills) as bills, coalesce(sum(c.weight) filter (where c.since >= d.slice), 0) as fresh
  from counted c
  join (select unnest(generate_series(4, (select max(slice) from chains) - 2)) as slice) d
    on c.slice between d.slice and d.slice + 2 * $window_months - 1
  group by c.forwarder_id, c.what, d.slice
)
select forwarder_id, slice, max(fresh / bills) filter (where what = 'consignees') as consignees,
       max(fresh / bills) filter (where what = 'shippers') as shippers, max(fresh / bills) filter (where what = 'ports') as ports,
       max(fresh / bills) filter (where what = 'goods') as goods,
       max(fresh / bills) filter (where what = 'gathering') as gathering
from dated
group by forwarder_id, slice
