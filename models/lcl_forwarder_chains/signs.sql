-- What changed at each possible date beyond the median of all forwarders at the same date (season, market), in robust standard
-- deviations of all such changes. Floors keep a sign that hardly ever moves from counting without end. The medians are over
-- some dozens of dates, not over forwarders.
with measured as (
  select forwarder_id, slice, trust, gathering_after - gathering_before as d_gathering,
         representative_after - representative_before as d_representative,
         one_shipper_after - one_shipper_before as d_one_shipper,
         houses_after - houses_before as d_houses,
         parties_after - parties_before as d_parties,
         new_consignees as d_new_consignees,
         new_shippers as d_new_shippers,
         new_ports as d_new_ports,
         new_goods as d_new_goods
  from windows
), market as (
  select slice, median(d_gathering) as d_gathering,
         median(d_representative) as d_representative,
         median(d_one_shipper) as d_one_shipper,
         median(d_houses) as d_houses,
         median(d_parties) as d_parties,
         median(d_new_consignees) as d_new_consignees,
         median(d_new_shippers) as d_new_shippers,
         median(d_new_ports) as d_new_ports,
         median(d_new_goods) as d_new_goods
  from measured
  group by slice
), beyond as (
  select m.forwarder_id, m.slice, m.trust * (m.d_gathering - k.d_gathering) as d_gathering,
         m.trust * (m.d_representative - k.d_representative) as d_representative,
         m.trust * (m.d_one_shipper - k.d_one_shipper) as d_one_shipper,
         m.trust * (m.d_houses - k.d_houses) as d_houses,
         m.trust * (m.d_parties - k.d_parties) as d_parties,
         m.trust * (m.d_new_consignees - k.d_new_consignees) as d_new_consignees,
         m.trust * (m.d_new_shippers - k.d_new_shippers) as d_new_shippers,
         m.trust * (m.d_new_ports - k.d_new_ports) as d_new_ports,
         m.trust * (m.d_new_goods - k.d_new_goods) as d_new_goods
  from measured m
  join market k on k.slice = m.slice
), scale as (
  select greatest(0.03, 1.4826 * median(abs(d_gathering))) as s_gathering,
         greatest(0.05, 1.4826 * median(abs(d_representative))) as s_representative,
         greatest(0.05, 1.4826 * median(abs(d_one_shipper))) as s_one_shipper,
         greatest(0.05, 1.4826 * median(abs(d_houses))) as s_houses,
         greatest(0.05, 1.4826 * median(abs(d_parties))) as s_parties,
         greatest(0.05, 1.4826 * median(abs(d_new_consignees))) as s_new_consignees,
         greatest(0.05, 1.4826 * median(abs(d_new_shippers))) as s_new_shippers,
         greatest(0.05, 1.4826 * median(abs(d_new_ports))) as s_new_ports,
         greatest(0.05, 1.4826 * median(abs(d_new_goods))) as s_new_goods
  from beyond
)
select b.forwarder_id, b.slice, d_gathering / s_gathering as z_gathering,
       d_representative / s_representative as z_representative,
       d_one_shipper / s_one_shipper as z_one_shipper,
       d_houses / s_houses as z_houses,
       d_parties / s_parties as z_parties,
       d_new_consignees / s_new_consignees as z_consignees,
       d_new_shippers / s_new_shippers as z_shippers,
       d_new_ports / s_new_ports as z_ports,
       d_new_goods / s_new_goods as z_goods
from beyond b
cross join scale
