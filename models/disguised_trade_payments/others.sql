-- Uncovered payments that go to somebody else than the seller: goods of the same amount and currency whose seller is not paid
-- or not known, nearest in time; each payment and each day's goods once.
with wanted as (
  select *, unnest([-1, 0, 1]) + floor(ln(amount) * 50) as bucket from settled where amount > 0 and usd > 0 and left_usd >= 0.5 * usd
), offered as (
  select s.*, row_number() over (order by s.company_id, s.declared_on, s.currency, s.invoice_amount, s.party_id) as goods,
         floor(ln(s.invoice_amount) * 50) as bucket
  from supplies s
  join unpaid u on u.company_id = s.company_id and u.party_id is not distinct from s.party_id
  where s.invoice_amount > 0
), candidate as (
  select p.remittance_id, p.company_id, p.party_id as payee_id, s.party_id as seller_id, s.usd, s.goods,
         abs(date_diff('day', p.sent_on, s.declared_on)) as days
  from wanted p
  join offered s on s.company_id = p.company_id and s.currency = p.currency and s.bucket = p.bucket
   and s.invoice_amount between p.amount * (1 - $same_amount) and p.amount * (1 + $same_amount)
   and s.declared_on between p.sent_on - 400 and p.sent_on + 400
), placed as (
  select *, row_number() over (partition by goods order by days, remittance_id) as by_goods from candidate
), best as (
  select *, row_number() over (partition by remittance_id order by days, goods) as by_payment from placed where by_goods = 1
)
select remittance_id, company_id, payee_id, seller_id, usd from best where by_payment = 1
