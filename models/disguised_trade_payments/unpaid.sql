-- Goods that no payment to their seller covers; all of them where the seller is not known.
with paid as (
  select company_id, party_id, sum(usd) as usd from settled where party_id is not null group by all
), supply as (
  select company_id, party_id, sum(usd) as usd from supplies group by all
)
select s.company_id, s.party_id, greatest(0, s.usd - coalesce(p.usd, 0)) as usd
from supply s left join paid p on p.company_id = s.company_id and p.party_id = s.party_id
where s.usd > coalesce(p.usd, 0) * 1.005
