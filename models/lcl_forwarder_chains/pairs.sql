-- Every forwarder with every party that shipped through it after its change, and the signs of a rider as shares of those
-- bills. A party that came before the change by more than six weeks is one that stayed.
with later as (
  select c.*, x.changed_on, c.party_since >= x.changed_on - 20 as newcomer, g.violation
  from chains c
  join changes x on x.forwarder_id = c.forwarder_id
  left join inspected g on g.house_bl = c.house_bl
  where c.arrived_on >= x.changed_on - 20 and c.party_id is not null
), used as (
  select forwarder_id, party_id, heading, count(*) as bills
  from later
  where heading is not null and importer_id = party_id
  group by forwarder_id, party_id, heading
), usual as (
  select u.forwarder_id, u.party_id, u.heading,
         coalesce(i.shipments, 0) - u.bills as elsewhere, sum(i.shipments) over (partition by u.forwarder_id, u.party_id) as dummy
  from used u
  left join importers i on i.importer_id = u.party_id and i.heading = u.heading
), whole as (
  select importer_id, sum(shipments) as shipments, sum(value_krw) as value_krw from importers group by importer_id
), unusual as (
  select u.forwarder_id, u.party_id, sum(u.bills) as known_bills,
         sum(case when n.elsewhere <= 0 then u.bills else 0 end) as strange_bills
  from used u
  join usual n on n.forwarder_id = u.forwarder_id and n.party_id = u.party_id and n.heading = u.heading
  group by u.forwarder_id, u.party_id
), mates as (
  select forwarder_id, master_bl, count(distinct party_id) filter (where newcomer and representative) as riders
  from later
  group by forwarder_id, master_bl
), everywhere as (
  select party_id, list(arrived_on order by arrived_on) as days from chains where party_id is not null group by party_id
), paired as (
  select l.forwarder_id, l.party_id, min(l.changed_on) as changed_on, min(l.party_since) as since,
         max(l.arrived_on) as last_on, count(*) as bills, count(distinct l.container_no) as containers,
         sum(l.value_krw) as value_krw, bool_or(l.newcomer) as newcomer,
         avg(case when l.representative and l.shipper_since >= l.changed_on - 20 then 1.0 when l.representative then 0.3 else 0.0 end) as representative,
         avg(case when m.riders - case when l.newcomer and l.representative then 1 else 0 end >= 2 then 1.0 else 0.0 end) as together,
         avg(case when l.notify_id is null then null when l.notify_id <> l.party_id then 1.0 else 0.0 end) as notify_other,
         avg(case when l.importer_id is null or l.consignee_id is null then null
                  when l.importer_id <> l.consignee_id then 1.0 else 0.0 end) as importer_other,
         avg(case when l.violation is null then 0.0 else 1.0 end) as inspected,
         max_by(l.shipper, l.shipper_parties) as shipper
  from later l
  join mates m on m.forwarder_id = l.forwarder_id and m.master_bl = l.master_bl
  group by l.forwarder_id, l.party_id
)
select p.*, u.strange_bills / u.known_bills as strange_share,
       case when w.shipments > u.known_bills then u.strange_bills / u.known_bills end as strange,
       p.bills / len(list_filter(e.days, d -> d >= p.changed_on - 20)) as loyal,
       case when f.established_on is null then null when f.established_on >= p.since - 365 then 1.0 else 0.0 end as young
from paired p
join everywhere e on e.party_id = p.party_id
left join unusual u on u.forwarder_id = p.forwarder_id and u.party_id = p.party_id
left join whole w on w.importer_id = p.party_id
left join firms f on f.company_id = p.party_id
