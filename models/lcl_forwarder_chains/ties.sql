-- Who ships through whom, and from whom: the edges of the network, half month by half month, by value. A bill whose value nobody
-- declared counts with the mean of those that are known.
with typical as (
  select coalesce(avg(value_krw), 1) as value_krw from chains where value_krw > 0
), valued as (
  select c.forwarder_id, c.party_id, c.shipper, c.slice, c.arrived_on, coalesce(c.value_krw, t.value_krw) as value_krw
  from chains c
  cross join typical t
  where c.party_id is not null
)
select forwarder_id as one, party_id as other, max(arrived_on) as arrived_on, sum(value_krw) as value_krw
from valued
group by forwarder_id, party_id, slice
union all
select shipper, party_id, max(arrived_on), sum(value_krw) from valued where shipper is not null group by shipper, party_id, slice
