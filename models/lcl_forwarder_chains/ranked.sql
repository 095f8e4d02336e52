-- Forwarders by their chance of guilt; importers by the chance that their forwarder is guilty and that they ride on it. Amounts:
-- the value of a rider's goods since the change; of a forwarder, that of its customers since, each by its chance to be a rider.
with tested as (
  select list(p order by forwarder_id) as ps, list(forwarder_id order by forwarder_id) as ids
  from forwarders
  where offences > 0 or offenders = 0
), rates as (
  select unnest(ids) as forwarder_id, unnest(false_discovery_rates(ps)) as q from tested
), stake as (
  select p.forwarder_id, sum(p.value_krw * r.rider_chance) as value_krw
  from pairs p
  join riders r on r.forwarder_id = p.forwarder_id and r.party_id = p.party_id
  group by p.forwarder_id
), forwarder as (
  select f.forwarder_id as subject_id, 'forwarder' as role, f.chance, f.logit, cast(null as varchar) as forwarder_id,
         f.changed_on,
         f.chance >= 0.5 and coalesce(t.q, 1) <= $max_false_discovery as alert, coalesce(s.value_krw, 0) as value_krw
  from forwarders f
  left join rates t on t.forwarder_id = f.forwarder_id
  left join stake s on s.forwarder_id = f.forwarder_id
), rider as (
  select r.party_id as subject_id, f.chance * r.rider_chance as chance, f.chance as forwarder_chance, r.rider_chance,
         r.logit, r.forwarder_id, f.changed_on,
         f.alert and r.rider_chance >= 0.857 as alert, p.value_krw,
         row_number() over (partition by r.party_id
                            order by f.chance * r.rider_chance desc, p.value_krw desc, r.forwarder_id) as place
  from riders r
  join forwarder f on f.subject_id = r.forwarder_id
  join pairs p on p.forwarder_id = r.forwarder_id and p.party_id = r.party_id
), importer as (
  select importer_id as subject_id from importers
  union
  select party_id from pairs
  union
  select party_id from chains where party_id is not null
)
select subject_id, role, chance, chance as forwarder_chance, cast(null as double) as rider_chance, logit, forwarder_id,
       changed_on, alert, value_krw
from forwarder
union all
select i.subject_id, 'importer', coalesce(r.chance, 0), coalesce(r.forwarder_chance, 0),
       coalesce(r.rider_chance, 0), r.logit, r.forwarder_id, r.changed_on, coalesce(r.alert, false),
       coalesce(r.value_krw, 0)
from importer i
left join rider r on r.subject_id = i.subject_id and r.place = 1
where i.subject_id not in (select subject_id from forwarder)
