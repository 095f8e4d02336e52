-- What changed at each possible date beyond what changed for other forwarders in the same months, in robust standard
-- deviations of all such changes. The floors keep a sign that hardly ever moves from counting without end.
with ranked as (
  select *, percent_rank() over (partition by month_no order by representative) as r_representative,
         percent_rank() over (partition by month_no order by one_shipper) as r_one_shipper,
         percent_rank() over (partition by month_no order by newcomers) as r_newcomers,
         percent_rank() over (partition by month_no order by houses) as r_houses,
         percent_rank() over (partition by month_no order by parties) as r_parties,
         percent_rank() over (partition by month_no order by goods) as r_goods
  from windows
), market as (
  select month_no, max(representative) filter (where r_representative <= 0.5) as representative,
         max(one_shipper) filter (where r_one_shipper <= 0.5) as one_shipper,
         max(newcomers) filter (where r_newcomers <= 0.5) as newcomers, max(houses) filter (where r_houses <= 0.5) as houses,
         max(parties) filter (where r_parties <= 0.5) as parties, max(goods) filter (where r_goods <= 0.5) as goods
  from ranked
  group by month_no
), beyond as (
  select w.*, w.trust * (w.representative - m.representative) as d_representative,
         w.trust * (w.one_shipper - m.one_shipper) as d_one_shipper, w.trust * (w.newcomers - m.newcomers) as d_newcomers,
         w.trust * (w.houses - m.houses) as d_houses, w.trust * (w.parties - m.parties) as d_parties,
         w.trust * (w.goods - m.goods) as d_goods
  from windows w
  join market m on m.month_no = w.month_no
), sized as (
  select *, percent_rank() over (order by abs(d_representative)) as a_representative,
         percent_rank() over (order by abs(d_one_shipper)) as a_one_shipper,
         percent_rank() over (order by abs(d_newcomers)) as a_newcomers,
         percent_rank() over (order by abs(d_houses)) as a_houses, percent_rank() over (order by abs(d_parties)) as a_parties,
         percent_rank() over (order by abs(d_goods)) as a_goods
  from beyond
), scale as (
  select greatest(0.03, 1.4826 * max(abs(d_representative)) filter (where a_representative <= 0.5)) as representative,
         greatest(0.03, 1.4826 * max(abs(d_one_shipper)) filter (where a_one_shipper <= 0.5)) as one_shipper,
         greatest(0.03, 1.4826 * max(abs(d_newcomers)) filter (where a_newcomers <= 0.5)) as newcomers,
         greatest(0.05, 1.4826 * max(abs(d_houses)) filter (where a_houses <= 0.5)) as houses,
         greatest(0.05, 1.4826 * max(abs(d_parties)) filter (where a_parties <= 0.5)) as parties,
         greatest(0.05, 1.4826 * max(abs(d_goods)) filter (where a_goods <= 0.5)) as goods
  from sized
)
select b.* exclude (d_representative, d_one_shipper, d_newcomers, d_houses, d_parties, d_goods),
       d_representative / s.representative as z_representative, d_one_shipper / s.one_shipper as z_one_shipper,
       d_newcomers / s.newcomers as z_newcomers, d_houses / s.houses as z_houses, d_parties / s.parties as z_parties,
       d_goods / s.goods as z_goods
from beyond b
cross join scale s
