-- Every shipment of every relation in the order of its declaration, spread over its days like the trade as a whole.
-- `key` is its number for draws: the relation's number and its place among the relation's shipments.
with total as (select sum_exact(weight) as weight from relation where shipments is null),
counted as (
  select r.relation, r.begins, r.ends, r.growth,
         coalesce(r.shipments, cast(floor(r.weight / t.weight * getvariable('declarations') + draw('shipment.count',
           r.relation)) as bigint)) as n
  from relation as r, total as t
), spans as (
  select c.*, a.reached as q0, greatest(b.reached - a.reached, 0.00001) as width
  from counted as c join day as a on a.n = greatest(0, least(c.begins, getvariable('days') - 1))
  join day as b on b.n = greatest(0, least(c.ends, getvariable('days') - 1))
), each as (
  select relation, q0, width, growth, n, unnest(range(n)) as k from spans where n > 0
), placed as (
  select relation, pair(relation, k) as key,
         cast(least(8191, floor(8192 * (q0 + width * pow((k + draw('shipment.day', pair(relation, k))) / n,
           1 / growth)))) as integer) as share
  from each
), dated as (
  select p.key, p.relation, d.n, r.load, r.origin, r.port_loading, r.carrier,
         -- Consolidated boxes of a lane arrive on its day of the week, or every second week; others some days before the
         -- declaration.
         cast(case r.load when 'LCL'
           then floor((d.n - (r.forwarder + r.origin) % 7) / r.cycle) * r.cycle + (r.forwarder + r.origin) % 7
                          when 'AIR' then d.n - pick('shipment.wait', p.key, 2)
                            else d.n - pick('shipment.wait', p.key, 6) end as integer) as arrived,
         case when r.changes_on is not null and d.n >= r.changes_on then coalesce(r.forwarder_after, r.forwarder)
              when chance('shipment.other_forwarder', p.key, 0.06)
                then cast(lean('shipment.which_forwarder', p.key, getvariable('forwarders'), 2) as integer)
              else r.forwarder end as forwarder,
         cast(case when chance('shipment.one', p.key, 0.66) then 1
           else least(9, 2 + floor(-ln(1 - draw('shipment.items', p.key)) / 0.8)) end as integer) as items
  from placed as p join share_day as d using (share) join (select *, case when origin < 6 then 7.0 else 14.0 end as cycle
    from relation) as r using (relation)
), lane as (
  select forwarder, port_loading, arrived, greatest(1, ceil(count(*) filter (load = 'LCL') / 9.0)) as boxes from dated
         group by all
), boxed as (
  select d.*, case when d.load = 'LCL'
                   then ((cast(d.forwarder as bigint) * 1024 + d.origin * 2 + cast(d.port_loading like '%A%' as integer)) * 16384 + d.arrived + 1000) * 64
                        + pick('shipment.box', d.key, l.boxes)
                   when d.load = 'AIR' then (cast(d.forwarder as bigint) * 1024 + d.origin) * 16384 + d.arrived + 1000
                   else d.key end as box
  from dated as d join lane as l using (forwarder, port_loading, arrived)
)
select cast(row_number() over (order by n, draw('shipment.order', key), key) as bigint) as shipment, key, relation, n, arrived,
       forwarder, load, box, items
from boxed
order by shipment
