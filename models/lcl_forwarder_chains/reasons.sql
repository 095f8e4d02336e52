-- Why a company stands where it stands: each piece of evidence with its weight, the logarithm of a likelihood ratio. What changed
-- in detail has no weight of its own: it is counted in the change and the gathering.
with forwarder as (
  select forwarder_id as subject_id, changed_on as since, n1 as before_bills, coalesce(n2, bills) as after_bills, * exclude (bills)
  from forwarders
), said as (
  select subject_id, 1 as position, case when offences > 0 then 'offence' else 'no_offence' end as code, llr_offence as weight,
         offences, last_on as date
  from forwarder
  where offenders > 0
  union all by name
  select subject_id, 2 as position, case when timing > 0 then 'timing_near' else 'timing_far' end as code, llr_timing as weight,
         offence_on as date, since
  from forwarder
  where offences > 0 and slice is not null
  union all by name
  select subject_id, 3 as position,
         case when slice is null then 'too_few' when p_change < 0.2 then 'change' else 'no_change' end as code,
         llr_change as weight, since, p_change as p, before_bills, after_bills
  from forwarder
  union all by name
  select subject_id, 4 as position, case when p_gathering < 0.2 then 'gathering' else 'no_gathering' end as code,
         llr_gathering as weight, since, p_gathering as p, gathering_before as before, gathering_after as after
  from forwarder
  where slice is not null
), detail as (
  select f.subject_id, 4 + s.place as position, s.code, s.before, s.after
  from forwarder f
  cross join lateral (
    select unnest(['representative', 'one_shipper', 'newcomers', 'houses', 'parties']) as code,
           unnest([f.representative_before, f.one_shipper_before, f.newcomers_before, exp(f.houses_before),
                   exp(f.parties_before)]) as before,
           unnest([f.representative_after, f.one_shipper_after, f.newcomers_after, exp(f.houses_after),
                   exp(f.parties_after)]) as after,
           unnest([f.z_representative, f.z_one_shipper, f.z_consignees, f.z_houses, f.z_parties]) as z,
           unnest([1, 2, 3, 4, 5]) as place
  ) s
  where s.z >= 2 and s.after > s.before
), moved as (
  select forwarder_id as subject_id, 10 as position, 'mix_' || mix as code, excess as bits, chain_p as p from mixed where z >= 2
), rider as (
  select k.subject_id, p.*, r.* exclude (forwarder_id, party_id)
  from ranked k
  join pairs p on p.forwarder_id = k.forwarder_id and p.party_id = k.subject_id
  join riders r on r.forwarder_id = k.forwarder_id and r.party_id = k.subject_id
  where k.role = 'importer'
), signs as (
  select subject_id, 1 + s.place as position, 'rider_' || s.code as code, s.weight, s.share, bills
  from rider
  cross join lateral (
    select unnest([case when newcomer then 'newcomer' else 'stayed' end, 'representative', 'together', 'strange', 'loyal',
                   'notify_other', 'importer_other', 'inspected', 'several', case when young > 0 then 'young' else 'old' end,
                   case when near > 0.5 then 'near' else 'far' end,
                   case when offender > 0 then 'offender' else 'no_offender' end, 'seller_other', 'declarant_other']) as code,
           unnest([llr_newcomer, llr_representative, llr_together, llr_strange, llr_loyal, llr_notify_other, llr_importer_other,
                   llr_inspected, llr_several, llr_young, llr_near, llr_offender, llr_seller_other,
                   llr_declarant_other]) as weight,
           unnest([null, representative, together, strange, loyal, notify_other, importer_other, inspected, null, null, null, null,
                   seller_other, declarant_other]) as share,
           unnest(generate_series(1, 14)) as place
  ) s
  where abs(s.weight) >= 0.2
), rides as (
  select subject_id, 1 as position, 'rides' as code, since, bills, containers, forwarder_id as forwarder from rider
), apart as (
  select subject_id, 1 as position, 'no_ride' as code from ranked where role = 'importer' and forwarder_id is null
)
select 'company' as subject_type, * from said
union all by name
select 'company' as subject_type, * from detail
union all by name
select 'company' as subject_type, * from moved
union all by name
select 'company' as subject_type, * from rides
union all by name
select 'company' as subject_type, * from signs
union all by name
select 'company' as subject_type, * from apart
