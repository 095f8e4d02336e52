-- For each forwarder and possible date of change, how many of the bills in the window after it have a consignee, shipper, port or
-- kind of goods that the forwarder did not have before, and how many stand under a new shipper that gathers newcomers.
with first_seen as (
  select forwarder_id, slice, 'consignees' as what, party_slice as since, 1.0 as weight from chains where party_id is not null
  union all
  select forwarder_id, slice, 'shippers', shipper_slice, 1 from chains where shipper is not null
  union all
  select forwarder_id, slice, 'ports', port_slice, 1 from chains where port_loading is not null
  union all
  select forwarder_id, slice, 'goods', goods_slice, 1 from chains where goods is not null
  union all
  select forwarder_id, slice, 'gathering', shipper_slice + 1, gathering from chains where gathering > 0
), counted as (
  select forwarder_id, what, slice, since, sum(weight) as weight
  from first_seen
  where since >= 4
  group by forwarder_id, what, slice, since
)
select c.forwarder_id, d.slice, sum(c.weight) filter (where c.what = 'consignees') as consignees,
       sum(c.weight) filter (where c.what = 'shippers') as shippers, sum(c.weight) filter (where c.what = 'ports') as ports,
       sum(c.weight) filter (where c.what = 'goods') as goods, sum(c.weight) filter (where c.what = 'gathering') as gathering
from counted c
join (select unnest(generate_series(4, (select max(slice) from chains) - 2)) as slice) d
  on d.slice <= c.since and d.slice <= c.slice and d.slice > c.slice - 2 * $window_months
group by c.forwarder_id, d.slice
