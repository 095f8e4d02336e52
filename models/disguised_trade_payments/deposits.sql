-- Money that came in at home for companies that pay abroad, by day and bank.
with payer as (
  select distinct company_id from fx_remittance
  where direction = 'out' and purpose in ('trade_advance', 'trade_arrears') and company_id is not null
)
select d.company_id, cast(d.deposited_at as date) as deposited_on, d.exchange_linked, cast(d.amount_krw as double) as amount_krw
from domestic_deposit d
join payer p on p.company_id = d.company_id
where cast(d.deposited_at as date) between $since and $until
