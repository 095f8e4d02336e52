-- Groups of firms, shared offices and telephones, officers and families; then what schemes tie.
with neighbours as (
  select a.firm, a.company_id as from_id, b.company_id as to_id, pick('link.type', a.firm, 10) as kind
  from firm as a join firm as b on b.firm = 1 + (a.firm + 16) % getvariable('firms') where chance('link.has', a.firm, 0.05)
    and a.firm <= getvariable('firms') and a.firm <> b.firm
)
select distinct on (from_id, to_id, link_type, since) from_id, to_id, link_type, since, until, from_kind, to_kind from (
  select from_id, to_id, ['shareholder', 'shareholder', 'shareholder', 'officer', 'officer', 'family', 'shared_address',
         'shared_address', 'shared_phone', 'shared_account'][kind] as link_type,
         cast(getvariable('start') - to_days(cast(floor(2500 * draw('link.since', firm)) as integer)) as date) as since,
           cast(null as date) as until, 'company' as from_kind, 'company' as to_kind
  from neighbours
  union all
  select person_pid(20000000 + firm), company_id, 'officer',
         cast(getvariable('start') - to_days(cast(floor(2000 * draw('link.officer_since', firm)) as integer)) as date),
         case when chance('link.left', firm, 0.2) then cast(getvariable('start') + to_days(cast(floor(500 * draw('link.left_on',
           firm)) as integer)) as date) end, 'person', 'company'
  from firm where chance('link.officer', firm, 0.12)
  union all
  select person_pid(person), company_id, 'representative', cast(getvariable('start') + to_days(least(founded, -1)) as date),
         null, 'person', 'company' from firm where chance('link.representative', firm, 0.3)
  union all
  select from_id, to_id, link_type, cast(getvariable('start') + to_days(since) as date), null, from_kind, to_kind
         from extra_link
) where from_id <> to_id order by from_id, to_id, link_type, since
