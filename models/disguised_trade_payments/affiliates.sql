-- Payments for an affiliate: what it imported from the very counterparty and did not pay, shared among those who may have paid for it.
with due as (
  select company_id, party_id, sum(ripe_usd) as usd from open where party_id is not null group by all
), goods as (
  select company_id, party_id, sum(usd) as usd from unpaid group by all
), shared as (
  select d.company_id, d.party_id, d.usd, u.usd * d.usd / sum(d.usd) over (partition by t.other_id, u.party_id) as goods_usd
  from due d
  join ties t on t.company_id = d.company_id
  join goods u on u.company_id = t.other_id and u.party_id = d.party_id
)
select company_id, party_id, least(any_value(usd), sum(goods_usd)) as usd
from shared
group by company_id, party_id
