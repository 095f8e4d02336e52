-- The evidence on each pair, sign by sign, and its sum, of which 0.8 counts since the signs overlap.
with weighed as (
  select s.forwarder_id, s.party_id, s.sign, s.share,
         case when s.sign in ('newcomer', 'several', 'young', 'near', 'offender') then 1 else s.bills / (s.bills + 2.0) end
           * (s.share * ln(r.riders / r.others) + (1 - s.share) * ln((1 - r.riders) / (1 - r.others))) as llr
  from rider_signs s
  join rider_rates r on r.sign = s.sign
)
select forwarder_id, party_id, ln(0.2 / 0.8) + 0.8 * sum(llr) as logit,
       1 / (1 + exp(-(ln(0.2 / 0.8) + 0.8 * sum(llr)))) as rider_chance,
       max(llr) filter (where sign = 'newcomer') as llr_newcomer,
       max(llr) filter (where sign = 'representative') as llr_representative,
       max(llr) filter (where sign = 'together') as llr_together, max(llr) filter (where sign = 'strange') as llr_strange,
       max(llr) filter (where sign = 'loyal') as llr_loyal, max(llr) filter (where sign = 'notify_other') as llr_notify_other,
       max(llr) filter (where sign = 'importer_other') as llr_importer_other,
       max(llr) filter (where sign = 'inspected') as llr_inspected, max(llr) filter (where sign = 'several') as llr_several,
       max(llr) filter (where sign = 'young') as llr_young, max(llr) filter (where sign = 'near') as llr_near,
       max(llr) filter (where sign = 'offender') as llr_offender, max(llr) filter (where sign = 'seller_other') as llr_seller_other,
       max(llr) filter (where sign = 'declarant_other') as llr_declarant_other
from weighed
group by forwarder_id, party_id
