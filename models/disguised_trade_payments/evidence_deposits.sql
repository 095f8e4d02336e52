-- Deposits at home in the week before a trade payment abroad, and the payment that followed first.
with deposit as (
  select deposit_id, deposited_at, from_bank, amount_krw, exchange_linked
  from domestic_deposit
  where strpos('+' || $subject_id || '+', '+' || company_id || '+') > 0 and cast(deposited_at as date) between $since and $until
), paid as (
  select sent_at, counterparty_id, amount_usd
  from fx_remittance
  where strpos('+' || $subject_id || '+', '+' || company_id || '+') > 0 and direction = 'out' and purpose in ('trade_advance', 'trade_arrears')
)
select d.deposited_at, d.from_bank, d.exchange_linked, d.amount_krw, min(p.sent_at) as paid_next_at, min_by(p.amount_usd, p.sent_at) as paid_next_usd,
       min_by(p.counterparty_id, p.sent_at) as paid_next_to
from deposit d
left join paid p on p.sent_at >= d.deposited_at and date_diff('day', cast(d.deposited_at as date), cast(p.sent_at as date)) <= 7
group by d.deposit_id, d.deposited_at, d.from_bank, d.exchange_linked, d.amount_krw
order by d.deposited_at, d.deposit_id
