-- Payments that a deposit of the same size from a bank with exchange accounts came before, within three days.
with linked as (
  select company_id, deposited_on, amount_krw from deposits where exchange_linked
), sent as (
  select s.remittance_id, s.company_id, s.sent_on, s.amount_usd, s.amount_usd * w.krw_per_usd as krw
  from settled s asof join won w on s.sent_on >= w.observed_on
  where s.company_id in (select company_id from linked)
), day as (
  select *, sent_on - unnest([0, 1, 2, 3])::integer as deposited_on from sent
)
select distinct d.remittance_id
from day d
join linked l on l.company_id = d.company_id and l.deposited_on = d.deposited_on and l.amount_krw between d.krw * 0.85 and d.krw * 1.2
