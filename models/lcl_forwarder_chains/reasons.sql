-- Why a company stands where it stands: each piece of evidence with its weight, the logarithm of a likelihood ratio.
with forwarder as (
  select f.*, x.consignees_bits as b1, x.shippers_bits as b2, x.ports_bits as b3, x.goods_bits as b4, x.chain_bits as b5
  from forwarders f
  join forwarders x on x.forwarder_id = f.forwarder_id
), said as (
  select forwarder_id as subject_id, 1 as position, case when offences > 0 then 'offence' else 'no_offence' end as code,
         llr_offence as weight, offences, last_on as date, changed_on as since, p, n1 as before_bills, n2 as after_bills,
         cast(null as double) as before, cast(null as double) as after, cast(null as double) as bits
  from forwarder
  where offenders > 0
  union all
  select forwarder_id, 2, case when timing > 0 then 'timing_near' else 'timing_far' end, llr_timing, offences, offence_on, changed_on,
         p, n1, n2, null, null, null
  from forwarder
  where offences > 0 and slice is not null
  union all
  select forwarder_id, 3, case when slice is null then 'too_few' when p_change < 0.2 then 'change' else 'no_change' end, llr_change,
         offences, last_on, changed_on, p_change, n1, coalesce(n2, bills), null, null, null
  from forwarder
  union all
  select forwarder_id, 4, case when p_gathering < 0.2 then 'gathering' else 'no_gathering' end, llr_gathering, offences, last_on, changed_on,
         p_gathering, n1, n2, gathering_before, gathering_after, null
  from forwarder
  where slice is not null
  union all
  select forwarder_id, 5, 'representative', null, offences, last_on, changed_on, p, n1, n2, representative_before, representative_after, null
  from forwarder where z_representative >= 2
  union all
  select forwarder_id, 6, 'one_shipper', null, offences, last_on, changed_on, p, n1, n2, one_shipper_before, one_shipper_after, null
  from forwarder where z_one_shipper >= 2
  union all
  select forwarder_id, 7, 'newcomers', null, offences, last_on, changed_on, p, n1, n2, newcomers_before, newcomers_after, null
  from forwarder where z_consignees >= 2
  union all
  select forwarder_id, 8, 'houses', null, offences, last_on, changed_on, p, n1, n2, exp(houses_before), exp(houses_after), null
  from forwarder where z_houses >= 2
  union all
  select forwarder_id, 9, 'parties', null, offences, last_on, changed_on, p, n1, n2, exp(parties_before), exp(parties_after), null
  from forwarder where z_parties >= 2
  union all
  select f.forwarder_id, 10, 'mix_' || m.mix, null, f.offences, f.last_on, f.changed_on,
         case when m.mix = 'chain' then m.chain_p else f.p end, f.n1, f.n2, null, null, m.excess
  from forwarder f
  join mixed m on m.forwarder_id = f.forwarder_id
  where m.z >= 2
), rider as (
  select k.subject_id, p.*, r.* exclude (forwarder_id, party_id)
  from ranked k
  join pairs p on p.forwarder_id = k.forwarder_id and p.party_id = k.subject_id
  join riders r on r.forwarder_id = k.forwarder_id and r.party_id = k.subject_id
  where k.role = 'importer'
), signs as (
  select subject_id, forwarder_id, bills, containers, since, 'rider_' || s.code as code, s.weight, s.share, s.place
  from rider
  cross join lateral (
    select unnest([case when newcomer then 'newcomer' else 'stayed' end, 'representative', 'together', 'strange', 'loyal',
                   'notify_other', 'importer_other', 'inspected', 'several', case when young > 0 then 'young' else 'old' end,
                   case when near > 0.5 then 'near' else 'far' end, case when offender > 0 then 'offender' else 'no_offender' end,
                   'seller_other', 'declarant_other']) as code,
           unnest([llr_newcomer, llr_representative, llr_together, llr_strange, llr_loyal, llr_notify_other, llr_importer_other,
                   llr_inspected, llr_several, llr_young, llr_near, llr_offender,
                   llr_seller_other, llr_declarant_other]) as weight,
           unnest([null, representative, together, strange, loyal, notify_other, importer_other, inspected, null, null, null, null,
                   seller_other, declarant_other]) as share,
           unnest([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]) as place
  ) s
  where abs(s.weight) >= 0.2
)
select 'company' as subject_type, subject_id, position, code, weight, offences, date, since, p, before_bills, after_bills, before, after, bits,
       cast(null as bigint) as bills, cast(null as bigint) as containers, cast(null as varchar) as forwarder,
       cast(null as double) as share
from said
union all
select 'company', subject_id, 1, 'rides', null, null, null, since, null, null, null, null, null, null, bills, containers, forwarder_id, null
from rider
union all
select 'company', subject_id, place, code, weight, null, null, since, null, null, null, null, null, null, bills, containers, forwarder_id, share
from signs
union all
select 'company', subject_id, 1, 'no_ride', null, null, null, null, null, null, null, null, null, null, null, null, null, null
from ranked
where role = 'importer' and forwarder_id is null
