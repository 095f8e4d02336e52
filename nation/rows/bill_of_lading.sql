-- A house bill for each shipment, its boxes, and some bills without a declaration: goods in transit and personal effects.
with massed as (
  select shipment, sum(cast(net_mass_kg as decimal(18, 3))) as mass, min(case when item = 1 then goods end) as goods
         from import_line group by shipment
), billed as (
  select s.*, cast(m.mass as double) * (1.04 + 0.08 * draw('bill.tare', s.key)) as gross, r.carrier, r.port_loading,
         r.port_discharge, r.origin, r.scheme,
         f.company_id as consignee, se.company_id as shipper, se.name as shipper_name, fw.company_id as forwarder_id, g.text_en,
           g.text_ko,
         case when s.load = 'FCL' then cast(least(8, greatest(1, ceil(cast(m.mass as double) / 21000))) as integer)
           else 1 end as boxes
  from shipment as s join massed as m using (shipment) join relation as r using (relation) join firm as f using (firm)
  join supplier as se using (seller) join forwarder as fw on fw.forwarder = s.forwarder join goods as g on g.goods = m.goods
), boxed as (select *, unnest(range(1, boxes + 1)) as place from billed)
select house_bill(key) as house_bl, case when load in ('FCL', 'LCL') then box_no(load, box, place)
       else 'LOOSE' end as container_no, master_bill(load, box) as master_bl,
       cast(getvariable('start') + to_days(arrived) as date) as arrived_on, case when load = 'AIR' then '40'
         else '10' end as transport_mode,
       c.company_id as carrier_id, case when load <> 'AIR' then 'IMO'
         || cast(9000000 + (carrier * 40 + origin) as varchar) end as vessel_id,
       case when load <> 'AIR' then lpad(cast((arrived + 200) // 7 as varchar), 4, '0') || 'E' end as voyage,
       port_loading, port_discharge, substr(port_loading, 1, 2) as country_loading, forwarder_id, case
         when chance('bill.no_shipper', key, 0.02) then null else shipper end as shipper_id,
       shipper_name, case when chance('bill.to_order', key, 0.03) then null else consignee end as consignee_id,
       case when chance('bill.notify', key, 0.9) then consignee else forwarder_id end as notify_id, load as load_type,
       case when scheme like 'FWD%' or scheme like 'RID%' then getvariable('sundry_en')[pick('bill.sundry', key,
         len(getvariable('sundry_en')))]
            when chance('bill.vague', key, 0.06) then ['GENERAL MERCHANDISE', 'PARTS', 'SAMPLES',
              'CONSOLIDATED CARGO'][pick('bill.which_vague', key, 4)] else text_en end as goods_description,
       cast(greatest(1, round(gross / boxes / (6 + 20 * draw('bill.package', key)))) as bigint) as package_count,
         round(gross / boxes, 1) as gross_mass_kg,
       case when load <> 'BULK' then round(gross / boxes / (180 + 300 * draw('bill.density', key)), 3) end as volume_m3
from boxed join carrier as c using (carrier)
order by shipment, place
