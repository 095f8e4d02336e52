select '5' || printf('%04d', 100 + broker_no) || '-' || strftime(d.day, '%y') || '-'
       || lpad(cast(e.declaration as varchar), 8, '0') || 'X' as declaration_id,
       e.item as item_no, d.day as declared_on, ['030', '020', '040', '016'][pick('export.office', e.firm, 4)] as office,
         f.company_id as exporter_id,
       case when chance('export.no_buyer', e.line, 0.03) then null else b.company_id end as buyer_id,
         home_id(2, broker_no) as declarant_id,
       case when chance('export.air', e.relation, 0.25) then '40' else '10' end as transport_mode, e.hs_code,
         e.text_en as goods_description,
       e.country as country_destination, case when chance('export.foreign', e.relation, 0.05) then 'CN'
         else 'KR' end as country_origin, e.net_mass_kg,
       case when e.unit = 'G' then round(e.amount * 1000, 1) else e.amount end as quantity, e.unit as quantity_unit,
         e.currency as invoice_currency,
       round(e.usd * u.krw / x.krw, 2) as invoice_amount, round(e.usd * u.krw, 0) as fob_value_krw,
         house_bill(e.line + 7) as house_bl,
       master_bill('OUT', e.line) as master_bl, case when chance('export.air', e.relation, 0.25) then null
         else box_no('OUT', e.line, 1) end as container_no,
       chance('export.bonded', e.relation, 0.06) as bonded
from (select *, pick('export.broker', firm, getvariable('brokers')) as broker_no from export_line) as e
join day as d on d.n = e.n join firm as f using (firm) join buyer as b using (buyer)
join rate as u on u.currency = 'USD' and u.n = e.n join rate as x on x.currency = e.currency and x.n = e.n
order by e.declaration
