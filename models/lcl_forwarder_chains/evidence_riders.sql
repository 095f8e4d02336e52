-- The parties that shipped through the forwarder after its change, newcomers under a representative shipper first.
select p.party_id, p.newcomer, p.since, p.last_on, p.bills, p.containers, p.representative, p.together, p.strange, p.loyal, p.inspected,
       p.shipper, p.value_krw
from pairs p
where p.forwarder_id = $subject_id or (p.party_id = $subject_id)
order by p.newcomer desc, p.representative desc, p.value_krw desc, p.party_id
