select person_pid(60000000 + person) as clearance_code_pid, pid as holder_pid,
       cast(getvariable('start') - to_days(cast(pick('code.age', person, 2000) as integer)) as date) as issued_on,
       person_name(30000000 + person) as name_key,
       phone_written(30000000 + person, person) as phone_key, address_text(30000000 + person) as address_key,
       case when chance('code.suspended', person, 0.004) then cast(getvariable('start') + to_days(cast(pick('code.suspended_on',
         person, getvariable('days') - 1) as integer)) as date) end as suspended_on,
       case when chance('code.reported', person, 0.006) then cast(getvariable('start') + to_days(cast(pick('code.reported_on',
         person, getvariable('days') - 1) as integer)) as date) end as misuse_reported_on
from person order by person
