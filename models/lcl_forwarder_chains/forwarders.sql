-- The evidence on each forwarder as log-likelihood ratios. The change of a forwarder is compared with the changes of all
-- others, each at the date that suits it best; their upper half gives an exponential tail, and so a p. A p becomes evidence by
-- the bound of Sellke, Bayarri and Berger, -ln(-e p ln p); from 0.2 on it falls in a straight line to -1 and -1.5.
with mix as (
  select forwarder_id, sum(0.4 * least(greatest(z, 0), 5)) as mixes,
         max(excess) filter (where mix = 'consignees') as consignees_bits,
         max(excess) filter (where mix = 'shippers') as shippers_bits, max(excess) filter (where mix = 'ports') as ports_bits,
         max(excess) filter (where mix = 'goods') as goods_bits, max(excess) filter (where mix = 'chain') as chain_bits,
         max(chain_p) as chain_p
  from mixed
  group by forwarder_id
), counted as (
  select forwarder_id, count(*) as bills, sum(value_krw) as value_krw from chains group by forwarder_id
), own_offence as (
  select party_id, count(*) as offences, max(case when lower(party_role) like '%forward%' then 1 else 0 end) as as_forwarder,
         max(decided_on) as last_on
  from offences
  group by party_id
), each as (
  select n.forwarder_id, n.bills, c.* exclude (forwarder_id, change, trust),
         m.* exclude (forwarder_id), coalesce(o.offences, 0) as offences, coalesce(o.as_forwarder, 0) as as_forwarder, o.last_on,
         coalesce(c.change, 0) + coalesce(m.mixes, 0) as change
  from counted n
  left join changes c on c.forwarder_id = n.forwarder_id
  left join mix m on m.forwarder_id = n.forwarder_id
  left join own_offence o on o.party_id = n.forwarder_id
), placed as (
  select *, percent_rank() over (order by change) as r, percent_rank() over (order by gathering) as g
  from each
  where slice is not null
), tail as (
  select coalesce(max(change) filter (where r <= 0.5), 0) as middle,
         greatest(0.5, (max(change) filter (where r <= 0.75) - max(change) filter (where r <= 0.5)) / ln(2)) as scale,
         greatest(0.7, avg(gathering) filter (where g <= 0.95)) as gathering_scale
  from placed
), base as (
  select count(*) as forwarders, count(*) filter (where offences > 0) as offenders from each
), tested as (
  select e.*, case when e.slice is null then 1 else least(1, 0.5 * exp(-(e.change - t.middle) / t.scale)) end as p_change,
         case when e.slice is null then 1 else exp(-e.gathering / t.gathering_scale) end as p_gathering,
         b.offenders, (b.offenders + 1.0) / (b.forwarders + 2.0) as offence_share
  from each e
  cross join tail t
  cross join base b
), weighed as (
  select *, case when offenders = 0 then 0 when offences > 0 then ln((0.97 - 0.37 * (1 - as_forwarder)) / offence_share)
                 else ln(0.03 / (1 - offence_share)) end as llr_offence,
         case when offences > 0 then coalesce(timing, 0) else 0 end as llr_timing,
         case when p_change < 0.2 then least(3, -ln(-exp(1) * p_change * ln(p_change)))
              else 0.13 - 1.41 * (p_change - 0.2) end as llr_change,
         case when p_gathering < 0.2 then least(7, -ln(-exp(1) * p_gathering * ln(p_gathering)))
              else 0.13 - 2.04 * (p_gathering - 0.2) end as llr_gathering,
         p_change * p_gathering * (1 - ln(p_change * p_gathering)) as p
  from tested
)
select *, ln(0.03 / 0.97) + llr_offence + llr_timing + llr_change + llr_gathering as logit,
       1 / (1 + exp(-(ln(0.03 / 0.97) + llr_offence + llr_timing + llr_change + llr_gathering))) as chance
from weighed
