-- Old and new offences: of careless firms, and of a quarter of the forwarders without any change in how they work.
select 'OF' || lpad(cast(row_number() over (order by decided, party_id, committed) as varchar), 6, '0') as offence_id, party_id,
       party_role,
       cast(getvariable('start') + to_days(decided) as date) as decided_on, case when committed is not null
         then cast(getvariable('start') + to_days(committed) as date) end as committed_on, offence_type, amount_krw
from (
  select company_id as party_id, 'importer' as party_role, cast(floor((getvariable('days') + 900) * draw('offence.day',
         pair(firm, k))) - 900 as integer) as decided,
         case when chance('offence.act_known', pair(firm, k), 0.6)
           then cast(floor((getvariable('days') + 900) * draw('offence.day',
           pair(firm, k))) - 900 - 30 - 300 * draw('offence.delay', pair(firm, k)) as integer) end as committed,
         ['undervaluation', 'origin_marking', 'misclassification', 'false_declaration',
           'intellectual_property'][pick('offence.type', pair(firm, k), 5)] as offence_type,
         round(4e6 * pow(size, 0.5) * spread('offence.amount', pair(firm, k), 1.2), -3) as amount_krw
  from firm, (values (0), (1)) as t(k) where firm <= getvariable('firms') and carelessness > 0.95
    and (k = 0 or chance('offence.again', firm, 0.3)) and imports
  union all
  select company_id, 'forwarder', cast(floor((getvariable('days') + 700) * draw('offence.forwarder_day',
         forwarder)) - 700 as integer),
         case when chance('offence.act_known', 9000000 + forwarder, 0.6)
           then cast(floor((getvariable('days') + 700) * draw('offence.forwarder_day',
           forwarder)) - 760 - 200 * draw('offence.delay', 9000000 + forwarder) as integer) end,
         ['manifest_error', 'smuggling_aid', 'false_declaration',
           'late_manifest'][pick('offence.forwarder_type', forwarder, 4)],
           round(3e6 * spread('offence.forwarder_amount', forwarder, 1), -3)
  from forwarder where scheme is null and chance('offence.forwarder', forwarder, 0.25)
  union all
  select party_id, party_role, decided, committed, offence_type, amount_krw from extra_offence
) where decided < getvariable('days') order by offence_id
