-- Ties between companies in the period, in both directions: direct ones, and those through one person. Whoever is tied to more
-- than twenty tells nothing.
with tie as (
  select from_id, to_id, link_type from party_link
  where from_id <> to_id and since <= $until and (until is null or until >= $since)
), side as (
  select from_id as party_id, to_id as other_id, link_type from tie
  union
  select to_id, from_id, link_type from tie
), degree as (
  select party_id from side group by party_id having count(distinct other_id) <= 20
), narrow as (
  select s.party_id, s.other_id, s.link_type
  from side s
  join degree a on a.party_id = s.party_id
  join degree b on b.party_id = s.other_id
)
select party_id as company_id, other_id, min(link_type) as link_type from narrow group by party_id, other_id
union
select a.party_id, b.other_id, min(b.link_type)
from narrow a
join narrow b on b.party_id = a.other_id and b.other_id <> a.party_id
where a.other_id in (select party_id from narrow where party_id not in (select company_id from company))
group by a.party_id, b.other_id
