-- Payments follow the invoices in the way of each relation; beside them trade in goods that never enter, services, capital,
-- families' and groups' money, what comes in for exports, and what schemes send.
with invoiced as (
  select i.*, r.firm, r.seller, r.pays, r.payee, r.broker, cast(i.usd as double) * u.krw / x.krw as own, u.krw as usd_krw
  from invoice as i join relation as r using (relation) join rate as u on u.currency = 'USD' and u.n = i.n
  join rate as x on x.currency = i.currency and x.n = i.n
), parted as (
  select i.key * 4 + p.part as payment, 1 as kind,
         i.n + cast(round(p.lag * (0.6 + 0.8 * draw('pay.lag', i.relation)) + p.lag_sd * bell('pay.day',
           i.key * 4 + p.part)) as integer) as n,
         i.firm, i.seller, i.payee, i.currency, p.purpose, i.own * p.share as own, i.hs_code,
         case when p.purpose = 'trade_arrears' then i.shipment end as shipment, i.broker, i.n as declared
  from invoiced as i join payment_style as p on p.pays = i.pays
), together as (
  select min(i.key) * 4 as payment, 1 as kind, cast(any_value(d.month) * 30.44 + 44 + 3 * bell('pay.batch',
         min(i.key)) as integer) as n, i.firm, i.seller,
         any_value(i.payee) as payee, i.currency, 'trade_arrears' as purpose,
           cast(sum(cast(i.own as decimal(20, 2))) as double) as own,
         min(i.hs_code) as hs_code, min(i.shipment) as shipment, any_value(i.broker) as broker, min(i.n) as declared
  from invoiced as i join day as d on d.n = i.n where i.pays = 4 group by i.relation, i.firm, i.seller, i.currency, d.month
), trade as (
  select payment, kind, n, 'out' as direction, firm, seller, payee, currency, purpose,
         own * case when chance('pay.claim', payment, 0.04) then 0.92 + 0.08 * draw('pay.claim_size', payment) else 1 end
             - case when chance('pay.fee', payment, 0.2) then least(25, own * 0.001) else 0 end as own,
         hs_code, case when chance('pay.names', payment, 0.55) then shipment + case when chance('pay.wrong', payment, 0.03)
           then pick('pay.other', payment, 40) else 0 end end as shipment,
         broker, declared
  from (select * from parted union all by name select * from together)
), other as (
  select o.*, cast(null as bigint) as shipment, cast(null as integer) as broker, cast(null as integer) as declared
         from other_payment as o
), received as (
  select cast(3e15 as bigint) + e.line as payment, 3 as kind,
         e.n + cast(round(25 + 15 * bell('receipt.day', e.line)) as integer) as n, 'in' as direction,
         e.firm, cast(null as integer) as seller, b.company_id as payee, e.currency, 'trade_arrears' as purpose,
           e.usd * u.krw / x.krw as own, e.hs_code,
         cast(null as bigint) as shipment, cast(null as integer) as broker, cast(null as integer) as declared
  from export_line as e join buyer as b using (buyer) join rate as u on u.currency = 'USD' and u.n = e.n
  join rate as x on x.currency = e.currency and x.n = e.n
  where e.item = 1 and not chance('receipt.never', e.line, 0.06)
), all_of_them as (
  select * from trade union all by name select * from other union all by name select * from received
), moved as (
  select * replace (n + case dayofweek(getvariable('start') + to_days(n)) when 6 then 2 when 0 then 1 else 0 end as n)
         from all_of_them
), shown as (
  select m.*, u.krw as usd_krw, x.krw as own_krw, f.company_id, f.bank, f.branch, s.company_id as seller_id,
         s.name as seller_name, coalesce(substr(m.payee, 1, 2), s.country) as country,
         row_number() over (order by m.n, m.kind, m.payment) as place
  from moved as m join rate as u on u.currency = 'USD' and u.n = m.n join rate as x on x.currency = m.currency and x.n = m.n
  left join firm as f on f.firm = m.firm left join supplier as s on s.seller = m.seller
  where m.n between 0 and getvariable('days') - 1 and m.own > 0
)
select 'R' || strftime(getvariable('start') + to_days(n), '%y%m%d') || lpad(cast(place as varchar), 9, '0') as remittance_id,
       cast(getvariable('start') + to_days(n) as timestamp) + to_seconds(cast(floor(27000 * draw('pay.hour',
         payment)) as bigint)) as sent_at, direction,
       getvariable('bank_en')[coalesce(bank, pick('pay.bank', payment, 7))] as bank,
       getvariable('bank_en')[coalesce(bank, pick('pay.bank', payment, 7))] || '-'
         || lpad(cast(case when chance('pay.elsewhere', payment, 0.08) then pick('pay.branch', payment, 40)
         else coalesce(branch, pick('pay.branch', payment, 40)) end as varchar), 3, '0') as branch,
       company_id, case when firm is null then person_pid(700000000 + payment % 100000000) end as remitter_pid,
       case when chance('pay.no_id', payment, 0.03) then null else coalesce(payee, seller_id) end as counterparty_id,
       case when payee is null then seller_name else abroad_name(payee) end as counterparty_name,
         country as counterparty_country, currency,
       round(own, 2) as amount, round(own * own_krw / usd_krw, 2) as amount_usd, purpose,
       case when purpose like 'trade%' and chance('pay.hs', payment, 0.8)
         then substr(hs_code, 1, case when chance('pay.hs6', payment, 0.4) then 6 else 10 end) end as declared_hs,
       case when shipment is not null then printf('%05d', 10000 + broker) || '-'
         || strftime(getvariable('start') + to_days(declared), '%y') || '-' || lpad(cast(shipment as varchar), 8, '0')
         || 'M' end as declaration_id
from shown order by place
