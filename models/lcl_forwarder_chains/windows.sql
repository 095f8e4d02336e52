-- Every forwarder at every date at which its chain might have changed: the windows before and after, and what changed.
with split as (
  select f.forwarder_id, s.slice
  from (select distinct forwarder_id from slices) f
  cross join (select unnest(generate_series(4, (select max(slice) from slices) - 2)) as slice) s
), summed as (
  select s.forwarder_id, s.slice,
         sum(m.bills) filter (where m.slice < s.slice) as n1, sum(m.bills) filter (where m.slice >= s.slice) as n2,
         sum(m.representative) filter (where m.slice < s.slice) as representative1,
         sum(m.representative) filter (where m.slice >= s.slice) as representative2,
         sum(m.gathering) filter (where m.slice < s.slice) as gathering1,
         sum(m.one_shipper) filter (where m.slice < s.slice) as one_shipper1,
         sum(m.one_shipper) filter (where m.slice >= s.slice) as one_shipper2,
         sum(m.newcomers) filter (where m.slice < s.slice) as newcomers1,
         sum(m.newcomers) filter (where m.slice >= s.slice) as newcomers2,
         sum(m.ln_houses) filter (where m.slice < s.slice) as houses1,
         sum(m.ln_houses) filter (where m.slice >= s.slice) as houses2,
         sum(m.ln_parties) filter (where m.slice < s.slice) as parties1,
         sum(m.ln_parties) filter (where m.slice >= s.slice) as parties2,
         sum(m.ln_goods) filter (where m.slice < s.slice) as goods1,
         sum(m.ln_goods) filter (where m.slice >= s.slice) as goods2
  from split s
  join slices m on m.forwarder_id = s.forwarder_id
    and m.slice between s.slice - 2 * $window_months and s.slice + 2 * $window_months - 1
  group by s.forwarder_id, s.slice
)
select s.forwarder_id, s.slice, s.n1, s.n2, sqrt(1 / (1 + $min_bills * (1.0 / s.n1 + 1.0 / s.n2) / 2)) as trust,
       representative1 / n1 as representative_before, representative2 / n2 as representative_after,
       one_shipper1 / n1 as one_shipper_before, one_shipper2 / n2 as one_shipper_after,
       newcomers1 / n1 as newcomers_before, newcomers2 / n2 as newcomers_after,
       houses1 / n1 as houses_before, houses2 / n2 as houses_after, parties1 / n1 as parties_before,
       parties2 / n2 as parties_after, goods1 / n1 as goods_before, goods2 / n2 as goods_after,
       v.consignees as new_consignees, v.shippers as new_shippers, v.ports as new_ports, v.goods as new_goods,
       coalesce(gathering1, 0) / n1 as gathering_before, coalesce(v.gathering, 0) as gathering_after
from summed s
join novelties v on v.forwarder_id = s.forwarder_id and v.slice = s.slice
where s.n1 >= 5 and s.n2 >= 5
