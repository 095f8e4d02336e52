-- Each forwarder's half months, in sums of what a window needs.
select forwarder_id, slice, count(*) as bills, count(*) filter (where representative) as representative,
       sum(gathering) filter (where shipper_slice >= 3) as gathering,
       count(*) filter (where one_shipper_master) as one_shipper,
       count(*) filter (where arrived_on < party_since + 90) as newcomers,
       sum(ln(houses)) as ln_houses, sum(ln(greatest(coalesce(box_parties, 1), 1))) as ln_parties,
       sum(ln(greatest(goods_kinds, 1))) as ln_goods
from chains
group by forwarder_id, slice
