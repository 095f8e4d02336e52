-- Every forwarder at every date at which its chain might have changed: the windows before and after, and what changed.
with summed as (
  select forwarder_id, slice, sum(bills) over earlier as n1, sum(bills) over later as n2,
         sum(representative) over earlier as representative1, sum(representative) over later as representative2,
         sum(gathering) over earlier as gathering1, sum(one_shipper) over earlier as one_shipper1,
         sum(one_shipper) over later as one_shipper2, sum(newcomers) over earlier as newcomers1, sum(newcomers) over later as newcomers2,
         sum(houses) over earlier as houses1, sum(houses) over later as houses2, sum(parties) over earlier as parties1,
         sum(parties) over later as parties2
  from slices
  window earlier as (partition by forwarder_id order by slice rows between 2 * $window_months preceding and 1 preceding),
         later as (partition by forwarder_id order by slice rows between current row and 2 * $window_months - 1 following)
)
select s.forwarder_id, s.slice, s.n1, s.n2, sqrt(1 / (1 + $min_bills * (1.0 / s.n1 + 1.0 / s.n2) / 2)) as trust,
       representative1 / n1 as representative_before, representative2 / n2 as representative_after,
       one_shipper1 / n1 as one_shipper_before, one_shipper2 / n2 as one_shipper_after,
       newcomers1 / n1 as newcomers_before, newcomers2 / n2 as newcomers_after,
       houses1 / n1 as houses_before, houses2 / n2 as houses_after, parties1 / n1 as parties_before,
       parties2 / n2 as parties_after, gathering1 / n1 as gathering_before, coalesce(v.gathering, 0) / n2 as gathering_after,
       coalesce(v.consignees, 0) / n2 as new_consignees, coalesce(v.shippers, 0) / n2 as new_shippers,
       coalesce(v.ports, 0) / n2 as new_ports, coalesce(v.goods, 0) / n2 as new_goods
from summed s
left join novelties v on v.forwarder_id = s.forwarder_id and v.slice = s.slice
where s.slice between 4 and (select max(slice) from slices) - 2 and s.n1 >= 5 and s.n2 >= 5
