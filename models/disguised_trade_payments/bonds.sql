-- What suspicious payers have in common: a beneficiary whom goods hardly ever follow, a person, a place, a link.
with suspect as (
  select a.company_id from alerts a join balances b on b.company_id = a.company_id
  where a.weight >= 4 and b.unexplained_usd > 0
  order by a.weight desc, a.company_id limit 500
), trait as (
  select o.company_id, 'beneficiary' as kind, o.party_id as value
  from open o join beneficiaries n on n.party_id = o.party_id
  where n.uncovered_payers >= 2 and n.covered_share < 0.3
  group by all
  union all
  select company_id, 'representative', representative_pid from firms where representative_pid is not null
  union all
  select company_id, 'address', address_key from firms where address_key is not null
  union all
  select company_id, 'phone', phone_key from firms where phone_key is not null
), known as (
  select t.* from trait t join suspect s on s.company_id = t.company_id
  where (t.kind = 'beneficiary' or (t.kind, t.value) in (select (kind, value) from trait group by kind, value having count(*) <= 50))
)
select distinct a.company_id, b.company_id as other_id, a.kind
from known a join known b on b.kind = a.kind and b.value = a.value and b.company_id <> a.company_id
union
select l.company_id, l.other_id, 'link' from links l
where l.company_id in (select company_id from suspect) and l.other_id in (select company_id from suspect)
