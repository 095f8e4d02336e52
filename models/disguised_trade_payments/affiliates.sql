-- Payments for an affiliate: what it imported from the very counterparty and did not pay.
with due as (
  select company_id, party_id, sum(ripe_usd) as usd from open where party_id is not null group by all
)
select d.company_id, d.party_id, least(any_value(d.usd), sum(u.usd)) as usd
from due d
join ties t on t.company_id = d.company_id
join unpaid u on u.company_id = t.other_id and u.party_id = d.party_id
group by d.company_id, d.party_id
