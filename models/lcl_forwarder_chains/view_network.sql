-- Alerted forwarders with the riders alerted on them and the shippers that stand for these.
with forwarder as (
  select subject_id from findings where role = 'forwarder' and alert order by "rank" limit 20
), rider as (
  select f.subject_id, f.forwarder_id from findings f where f.role = 'importer' and f.alert order by f."rank" limit 150
), ride as (
  select p.forwarder_id, p.party_id, p.shipper, coalesce(p.value_krw, 0) as value_krw, p.representative
  from rider r
  join forwarder f on f.subject_id = r.forwarder_id
  join pairs p on p.forwarder_id = r.forwarder_id and p.party_id = r.subject_id
)
select shipper as source, forwarder_id as target, sum(value_krw * representative) as value_krw
from ride
where representative > 0
group by shipper, forwarder_id
union all
select forwarder_id, party_id, sum(value_krw) from ride group by forwarder_id, party_id
order by value_krw desc, source, target
