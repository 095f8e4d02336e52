-- The trade payments of companies to abroad.
select remittance_id, cast(sent_at as date) as sent_on, company_id, counterparty_id as party_id,
       counterparty_country as country, currency, cast(amount as double) as amount, cast(amount_usd as double) as amount_usd,
       purpose, declaration_id, bank, branch
from fx_remittance
where direction = 'out' and purpose in ('trade_advance', 'trade_arrears') and company_id is not null
  and cast(sent_at as date) between $since and $until
