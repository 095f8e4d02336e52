-- Every forwarder with every customer since its change, and the signs of a rider as shares of those bills. A representative
-- shipper that is new since the change counts in full, an older one little.
with mates as (
  select forwarder_id, master_bl, count(distinct party_id) filter (where newcomer and representative) as riders
  from customers
  group by forwarder_id, master_bl
), everywhere as (
  select party_id, list(arrived_on) as days
  from (select party_id, arrived_on from chains
        union all
        select importer_id, arrived_on from chains where importer_id is distinct from party_id)
  where party_id is not null
  group by party_id
), offender as (
  select distinct party_id from offences
), paired as (
  select c.forwarder_id, c.party_id, min(c.changed_on) as changed_on, min(c.party_since) as since, max(c.arrived_on) as last_on,
         count(*) as bills, count(distinct c.container_no) as containers, sum(c.value_krw) as value_krw,
         bool_or(c.newcomer) as newcomer,
         avg(case when c.representative and c.shipper_since >= c.changed_on - 20 then 1.0 when c.representative then 0.3
                  else 0.0 end) as representative,
         avg(case when m.riders - case when c.newcomer and c.representative then 1 else 0 end >= 2 then 1.0 else 0.0 end) as together,
         avg(case when c.notify_id <> c.party_id then 1.0 when c.notify_id = c.party_id then 0.0 end) as notify_other,
         avg(case when c.seller_other then 1.0 when not c.seller_other then 0.0 end) as seller_other,
         avg(case when c.declarant_other then 1.0 when not c.declarant_other then 0.0 end) as declarant_other,
         avg(case when c.importer_id <> c.consignee_id then 1.0 when c.importer_id = c.consignee_id then 0.0 end) as importer_other,
         avg(case when c.inspected then 1.0 else 0.0 end) as inspected, max_by(c.shipper, (c.shipper_parties, c.shipper)) as shipper
  from customers c
  join mates m on m.forwarder_id = c.forwarder_id and m.master_bl = c.master_bl
  group by c.forwarder_id, c.party_id
)
select p.*, u.strange, least(1, p.bills / greatest(1, len(list_filter(e.days, d -> d >= p.changed_on - 20)))) as loyal,
       s.ratio / (1 + s.ratio) as near,
       case when (select count(*) from offences) > 0 then case when o.party_id is null then 0.0 else 1.0 end end as offender,
       case when f.established_on is not null then case when f.established_on >= p.since - 365 then 1.0 else 0.0 end end as young
from paired p
left join everywhere e on e.party_id = p.party_id
left join usual_goods u on u.forwarder_id = p.forwarder_id and u.party_id = p.party_id
left join nearness s on s.node = p.party_id
left join offender o on o.party_id = p.party_id
left join firms f on f.company_id = p.party_id
