-- What companies received from abroad, by any purpose.
select remittance_id, cast(sent_at as date) as sent_on, company_id, counterparty_id as party_id,
       counterparty_country as country, cast(amount_usd as double) as amount_usd
from fx_remittance
where direction = 'in' and company_id is not null and cast(sent_at as date) between $since and $until
