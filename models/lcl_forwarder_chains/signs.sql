-- What changed at each possible date beyond what changed for other forwarders at the same date, in robust standard
-- deviations of all such changes. Floors keep a sign that hardly ever moves from counting without end.
with measured as (
  select forwarder_id, slice, trust,
         unnest(['gathering', 'representative', 'one_shipper', 'houses', 'parties', 'kinds', 'new_consignees', 'new_shippers', 'new_ports',
                 'new_goods']) as sign,
         unnest([gathering_after - gathering_before, representative_after - representative_before, one_shipper_after - one_shipper_before,
                 houses_after - houses_before, parties_after - parties_before, goods_after - goods_before, new_consignees,
                 new_shippers, new_ports, new_goods]) as change
  from windows
), market as (
  select sign, slice, max(change) filter (where r <= 0.5) as change
  from (select *, percent_rank() over (partition by sign, slice order by change) as r from measured where change is not null) m
  group by sign, slice
), beyond as (
  select m.forwarder_id, m.slice, m.sign, m.trust * (m.change - k.change) as beyond
  from measured m
  join market k on k.sign = m.sign and k.slice = m.slice
), scale as (
  select sign, greatest(0.05, 1.4826 * max(abs(beyond)) filter (where r <= 0.5)) as scale
  from (select *, percent_rank() over (partition by sign order by abs(beyond)) as r from beyond) b
  group by sign
)
select b.forwarder_id, b.slice, b.sign, b.beyond / s.scale as z
from beyond b
join scale s on s.sign = b.sign
