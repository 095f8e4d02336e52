-- The divergences of each forwarder side by side, beyond those of other forwarders, in robust standard deviations.
with wide as (
  select c.forwarder_id, c.trust,
         max(d.bits - d.bias) filter (where d.mix = 'consignees') as consignees,
         max(d.bits - d.bias) filter (where d.mix = 'shippers') as shippers,
         max(d.bits - d.bias) filter (where d.mix = 'ports') as ports,
         max(d.bits - d.bias) filter (where d.mix = 'goods') as goods,
         max(d.bits - d.bias) filter (where d.mix = 'chain') as chain,
         max(d.p) filter (where d.mix = 'chain') as chain_p
  from changes c
  left join divergences d on d.forwarder_id = c.forwarder_id
  group by c.forwarder_id, c.trust
), long as (
  select forwarder_id, trust, chain_p, unnest(['consignees', 'shippers', 'ports', 'goods', 'chain']) as mix,
         unnest([consignees, shippers, ports, goods, chain]) as excess
  from wide
), centre as (
  select mix, max(excess) filter (where r <= 0.5) as excess
  from (select *, percent_rank() over (partition by mix order by excess) as r from long where excess is not null) l
  group by mix
), beyond as (
  select l.forwarder_id, l.mix, l.chain_p, l.excess, l.trust * (l.excess - c.excess) as beyond
  from long l
  join centre c on c.mix = l.mix
  where l.excess is not null
), scale as (
  select mix, greatest(0.02, 1.4826 * max(abs(beyond)) filter (where r <= 0.5)) as scale
  from (select *, percent_rank() over (partition by mix order by abs(beyond)) as r from beyond) b
  group by mix
)
select b.forwarder_id, b.mix, b.excess, b.chain_p, b.beyond / s.scale as z
from beyond b
join scale s on s.mix = b.mix
