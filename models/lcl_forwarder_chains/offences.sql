-- Offences decided by the end of the period, one row per party and case.
select party_id, party_role, decided_on, coalesce(committed_on, decided_on) as committed_on
from offence
where decided_on <= $to
