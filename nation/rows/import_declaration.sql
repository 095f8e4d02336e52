with written as (
  select l.*, r.origin, r.country, r.departs, s.load, s.box, r.broker, r.carrier, r.port_discharge, r.preference,
         r.trade_agreement, r.related,
         r.shown_origin, s.forwarder, d.day, f.company_id as importer_id, f.carelessness, se.company_id as seller_id, g.hs_code,
           g.text_en,
         g.text_ko, g.seeming_grade, g.duty_pct, x.krw as own_krw, u.krw as usd_krw, fw.company_id as forwarder_id,
           b.company_id as declarant_id,
         gr.text_en as grade_en, gr.text_ko as grade_ko,
         chance('goods.preference', pair(l.goods, r.origin), 0.8) as preference_exists
  from import_line as l join relation as r using (relation) join shipment as s using (shipment) join day as d on d.n = l.n
  join firm as f on f.firm = l.firm join supplier as se on se.seller = l.seller join goods as g on g.goods = l.goods
  join rate as x on x.currency = l.currency and x.n = l.n join rate as u on u.currency = 'USD' and u.n = l.n
  join forwarder as fw on fw.forwarder = s.forwarder join broker as b using (broker)
  left join grade as gr on gr.graded = l.graded and gr.grade = l.grade
), valued as (
  select *, round(fob_usd * (1 + freight) * usd_krw, 0) as value_krw,
         preference and preference_exists as preferred,
         case when preference and preference_exists then preferred_rate(duty_pct, goods, origin) else duty_pct end as rate_pct,
         -- A firm writes some goods in another unit than most do.
         case when not chance('written.unit', pair(firm, goods), 0.12) then unit
              when unit = 'KG' then case when amount >= 2000 then 'T' else 'KG' end when unit = '2U' then 'U' when unit = 'U'
                and goods % 3 = 0 then 'DZ'
              when unit = 'L' then 'HL' else unit end as own_unit
  from written
)
select printf('%05d', 10000 + broker) || '-' || strftime(day, '%y') || '-' || lpad(cast(shipment as varchar), 8, '0')
       || 'M' as declaration_id,
       item as item_no, day as declared_on,
       case port_discharge when 'KRPUS' then '030' when 'KRINC' then '020' when 'KRICN' then '040' when 'KRPTK' then '016'
         else '062' end as office,
       ['B', 'B', 'B', 'A', 'C'][pick('written.process', key, 5)] as process_type, case when related then '15'
         else '11' end as import_type,
       ['21', '21', '21', '19', '22'][pick('written.use', key, 5)] as import_use,
         ['11', '11', '43', '13'][pick('written.payment', firm, 4)] as payment_type,
       case when load = 'AIR' then '40' else '10' end as transport_mode, declarant_id, importer_id,
       case when chance('written.no_seller', line, 0.015) then null else seller_id end as seller_id,
       case when load = 'AIR' and chance('written.courier', key, 0.1)
         then home_id(4, pick('written.which_courier', key, 8)) end as courier_id,
       forwarder_id, hs_code,
       -- Typing errors, and grades left out.
       case when chance('written.no_text', line, 0.004) then null
            when chance('written.typing', line, 0.008) then replace(text_en, 'A', '') || ' '
            else case when chance('written.korean', firm, 0.3) then text_ko || ' ' || text_en else text_en end || seeming_grade
                 || case when planned_grade is not null and planned_grade <> '' then ' ' || planned_grade
                         when graded = 0 or chance('written.no_grade', pair(firm, goods), 0.08) then ''
                         when chance('written.korean_grade', firm, 0.25) then ' ' || grade_ko else ' ' || grade_en end
                 || ' MODEL ' || chr(cast(64 + pick('written.model', pair(seller, goods), 26) as integer))
                   || cast(100 * pick('written.number', pair(seller, goods), 9) + pick('written.variant', line,
                   4) as varchar) end as goods_description,
       departs as country_departure, coalesce(shown_origin, country) as country_origin,
       case when chance('written.marking', key, 0.6) then ['Y', 'Y', 'Y', 'G',
         'S'][pick('written.which_marking', key, 5)] end as origin_marking,
       case when preferred then 'F' || substr(split_part(trade_agreement, ';', 1), 5, 2) || '1' when duty_pct = 0 then 'A'
         else ['A', 'C'][1 + goods % 2] end as tax_type,
       rate_pct as tax_rate_pct, net_mass_kg,
       case when chance('written.no_quantity', line, 0.015) then null
            when own_unit = unit then case when unit = 'G' then round(amount * 1000, 1) else amount end when own_unit = 'T'
              then round(amount / 1000, 4) when own_unit = 'U' then amount * 2
            when own_unit = 'DZ' then round(amount / 12, 3) when own_unit = 'HL' then round(amount / 100, 3) end as quantity,
       case when chance('written.no_quantity', line, 0.015) then null
            when chance('written.wrong_unit', line, 0.0012) then case own_unit when '2U' then 'U' when 'U' then 'DZ' when 'KG'
              then 'T' else own_unit end
            else own_unit end as quantity_unit,
       case when chance('written.no_invoice', line, 0.008) then null else currency end as invoice_currency,
       case when chance('written.no_invoice', line, 0.008) then null
            else round(fob_usd * case when incoterm in ('CIF', 'CFR', 'CIP', 'CPT', 'DAP') then 1 + freight
              when incoterm = 'EXW' then 0.985 else 1 end * usd_krw / own_krw, 2) end as invoice_amount,
       value_krw as customs_value_krw, round(value_krw * rate_pct / 100, 0) as duty_krw,
       house_bill(key) as house_bl,
       master_bill(load, box) as master_bl,
       case when load in ('FCL', 'LCL') then box_no(load, box, 1) end as container_no,
       case when preferred then 'CO' || country || lpad(cast(pick('written.certificate', key, 9999999) as varchar), 7,
         '0') end as preference_certificate,
       case when preferred then country || ' CHAMBER ' || cast(pick('written.issuer', pair(seller, 1),
         3) as varchar) end as preference_issuer,
       incoterm, related as related_party
from valued
