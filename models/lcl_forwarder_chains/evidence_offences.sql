-- The offences on record of the forwarder, or of the forwarders on which the company may ride.
select o.party_id, o.party_role, o.decided_on, o.committed_on
from offence o
where o.decided_on <= $to
  and (o.party_id = $subject_id or o.party_id in (select forwarder_id from pairs where party_id = $subject_id))
order by o.decided_on, o.party_id
