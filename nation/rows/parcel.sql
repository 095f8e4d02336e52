select 'P' || lpad(cast(p.parcel as varchar), 9, '0') as parcel_id,
       cast(getvariable('start') + to_days(p.n) as date) as arrived_on,
       case when chance('parcel.bought', p.parcel, 0.8)
         then cast(getvariable('start') + to_days(cast(p.n - 3 - pick('parcel.wait', p.parcel,
         14) as integer)) as date) end as purchased_on,
       case when chance('parcel.post', p.parcel, 0.25) then 'post' else 'express' end as channel, case when usd <= 150
         then 'list' when usd < 1000 then 'simple' else 'formal' end as clearance,
       case when chance('parcel.post', p.parcel, 0.25) then null
         else home_id(4, pick('parcel.courier', p.parcel, 8)) end as courier_id, 'SH'
         || lpad(cast(lean('parcel.sender', p.parcel, 900, 2) as varchar), 5, '0') as sender_id,
       ['EASTERN MALL', 'HEALTHY STORE', 'OUTLET ONE', 'BRAND HOUSE',
         'GADGET HUB'][pick('parcel.sender_name', p.parcel, 5)] as sender_name,
         ['US', 'US', 'CN', 'CN', 'CN', 'JP', 'DE', 'GB'][pick('parcel.country', p.parcel, 8)] as country_departure,
       person_pid(30000000 + p.person) as consignee_pid, person_pid(60000000 + p.person) as clearance_code_pid,
         person_name(30000000 + p.person) as name_key, phone_written(30000000 + p.person, p.parcel) as phone_key,
         address_text(30000000 + p.person) as address_key,
       ['330499', '210690', '640399', '851830', '420222', '611020', '950300'][item] as hs_code,
         ['SKIN CREAM', 'VITAMINS', 'SHOES', 'EARPHONES', 'BAG', 'SWEATER', 'TOY'][item] as goods_description,
         pick('parcel.items', p.parcel, 3) as item_count,
       round(0.3 + 2.5 * draw('parcel.mass', p.parcel), 2) as mass_kg, round(usd, 2) as value_usd, '180-'
         || lpad(cast(p.n * 37 + pick('parcel.flight', p.parcel, 5) as varchar), 8, '0') as master_bl
from (select *, 55 * spread('parcel.usd', parcel, 0.8) as usd, pick('parcel.goods', parcel, 7) as item from parcel_plan) as p
  order by p.parcel
