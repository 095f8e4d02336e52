-- Each forwarder's half months, all of them, in sums of what a window needs.
with filled as (
  select forwarder_id, slice, count(*) as bills, count(*) filter (where representative) as representative,
         sum(gathering) filter (where shipper_slice >= 3) as gathering, count(*) filter (where one_shipper_master) as one_shipper,
         count(*) filter (where arrived_on < party_since + 90) as newcomers, sum(ln(houses)) as houses, sum(ln(box_parties)) as parties
  from chains
  group by forwarder_id, slice
)
select f.forwarder_id, s.slice, coalesce(c.bills, 0) as bills, coalesce(c.representative, 0) as representative,
       coalesce(c.gathering, 0) as gathering, coalesce(c.one_shipper, 0) as one_shipper, coalesce(c.newcomers, 0) as newcomers,
       coalesce(c.houses, 0) as houses, coalesce(c.parties, 0) as parties
from (select distinct forwarder_id from chains) f
cross join (select unnest(generate_series(0, (select max(slice) from chains))) as slice) s
left join filled c on c.forwarder_id = f.forwarder_id and c.slice = s.slice
