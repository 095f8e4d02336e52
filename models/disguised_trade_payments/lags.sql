-- Days from a payment to its goods (negative: goods first) where the same amount, seller and currency leave little doubt.
-- Amounts meet in buckets of two per cent, so that no firm's payments are all compared with all its goods.
with wanted as (
  select *, unnest([-1, 0, 1]) + floor(ln(amount) * 50) as bucket from payments where amount > 0 and party_id is not null
), offered as (
  select *, floor(ln(invoice_amount) * 50) as bucket from supplies where invoice_amount > 0 and party_id is not null
), pair as (
  select p.remittance_id, p.company_id, p.purpose, p.sent_on, date_diff('day', p.sent_on, s.declared_on) as days,
         row_number() over (partition by p.remittance_id order by abs(date_diff('day', p.sent_on, s.declared_on)), s.declared_on) as place
  from wanted p
  join offered s on s.company_id = p.company_id and s.party_id = p.party_id and s.currency = p.currency and s.bucket = p.bucket
   and s.invoice_amount between p.amount * (1 - $same_amount) and p.amount * (1 + $same_amount)
   and s.declared_on between p.sent_on - 400 and p.sent_on + 400
)
select remittance_id, company_id, purpose, sent_on, days from pair where place = 1
