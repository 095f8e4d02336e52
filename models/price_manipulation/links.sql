-- Links between two ends, whatever ties them.
select distinct from_id, to_id
from party_link
where from_id <> to_id and since <= $to
