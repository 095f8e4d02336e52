-- Both roles in one list. A forwarder's score is its chance, an importer's half of it: one forwarder leads to many riders.
select 'company' as subject_type, subject_id, case when role = 'forwarder' then chance else 0.5 * chance end as score, alert,
       cast(value_krw as decimal(20, 2)) as amount_at_stake_krw, role, forwarder_id, changed_on, chance, logit as evidence
from ranked
