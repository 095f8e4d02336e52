-- What two or more suspicious payers have in common: a beneficiary whom goods hardly ever follow, a person, a place, a link.
with suspect as (
  select a.company_id from alerts a join balances b on b.company_id = a.company_id
  where a.weight >= 4 and b.unexplained_usd > 0
  order by a.weight desc, a.company_id
  limit 500
), place as (
  select company_id, 'representative' as kind, representative_pid as value from firms
  union all
  select company_id, 'address', address_key from firms
  union all
  select company_id, 'phone', phone_key from firms
), narrow as (
  select kind, value from place where value is not null group by kind, value having count(*) between 2 and 50
), trait as (
  select p.company_id, p.kind, p.value from place p join narrow n on n.kind = p.kind and n.value = p.value
  union all
  select o.company_id, 'beneficiary', o.party_id
  from open o join beneficiaries n on n.party_id = o.party_id
  where n.uncovered_payers >= 2 and n.covered_share < 0.3
  union all
  select company_id, 'link', least(company_id, other_id) || ' ' || greatest(company_id, other_id) from links
), known as (
  select distinct t.company_id, t.kind, t.value from trait t join suspect s on s.company_id = t.company_id
)
select company_id, kind, value, kind || ' ' || dense_rank() over (partition by kind order by value) as trait
from (select *, count(*) over (partition by kind, value) as companies from known)
where companies >= 2
