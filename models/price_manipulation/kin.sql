-- Parties that may stand for one another: themselves, linked ones, and ones that share a person, unless too many do.
with ends as (
  select from_id as party, to_id as other from links union select to_id, from_id from links
), few as (
  select other from ends group by other having count(*) <= $most_sharing
), pair as (
  select e.party, e.other as kin from ends e join few f on f.other = e.party
  union
  select a.party, b.party from ends a join few f on f.other = a.other join ends b on b.other = a.other
)
select party, kin from pair where party <> kin
