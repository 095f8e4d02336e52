-- Both roles in one list. A forwarder's score is its chance, an importer's half of it: one forwarder leads to many riders. Chances
-- beyond odds of 9 to 1 (forwarders) and 3 to 1 (importers) count as equal, so that there the amount decides.
select 'company' as subject_type, subject_id,
       round(case when role = 'forwarder' then least(chance, 0.9)
                  else 0.5 * least(forwarder_chance, 0.9) * least(rider_chance, 0.75) end, 2) as score, alert, cast(value_krw as decimal(20, 2)) as amount_at_stake_krw, role, forwarder_id, changed_on, chance,
       logit as evidence
from ranked
