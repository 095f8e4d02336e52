-- A country's makers, or one of them, sell here below their price elsewhere from a month on, and sell more; their plants run
-- below what they could make. The harder, the nearer the price and the smaller the growth.
create table dumping_case as
  with volumes as (
    select g.hs6, r.origin, r.country,
           sum(cast(round(r.weight / t.weight * getvariable('declarations') / sg.slots * 1000) as bigint)) / 1000.0 as expected,
           count(distinct r.seller) as sellers
    from relation as r join seller_goods as sg on sg.seller = r.seller join goods as g using (goods),
      (select sum_exact(weight) as weight from relation where shipments is null) as t
    where r.shipments is null and not r.related and r.country not in ('HK', 'SG', 'AE') group by all
  ), ordered as (
    select *, row_number() over (order by draw('dump.chosen', cast(hs6 as bigint) * 64 + origin), hs6, origin) as place
    from volumes where expected >= least(30, getvariable('declarations') / 1200.0) and sellers >= 2
  )
  select cast(place as integer) as case_no, hs6, cast(origin as integer) as origin, country, difficulty_of(place) as difficulty,
         (place // 4) % 2 = 1 as one_seller,
         case when difficulty_of(place) = 1 then 0 else cast(floor(getvariable('months') * (0.1 + 0.35 * draw('dump.from',
           place))) as integer) end as month_from,
         [0.55, 0.66, 0.75, 0.82][difficulty_of(place)] * spread('dump.factor', place, 0.02) as factor, 'DMP-'
           || lpad(cast(place as varchar), 3, '0') as scheme
  from ordered where place <= greatest(4, getvariable('firms') // 500);
create table dumping_seller as
  with busy as (
    select c.*, sg.seller, sg.goods, row_number() over (partition by c.case_no order by b.weight / sg.slots desc, sg.seller,
           sg.goods) as place
    from dumping_case as c join goods as g on g.hs6 = c.hs6 join seller_goods as sg on sg.goods = g.goods
      and sg.origin = c.origin join seller as s on s.seller = sg.seller
    join (select seller, sum(cast(round(weight * 1000) as bigint)) as weight from relation where shipments is null
      group by seller) as b on b.seller = sg.seller
    where s.scheme is null
  )
  select * from busy where not one_seller or place = 1;
insert into market_plan by name select seller, goods, month_from, factor, scheme from dumping_seller;
update seller set scheme = d.scheme from dumping_seller as d where d.seller = seller.seller;
-- More of it comes: the relations of these sellers twice, from that month on.
insert into relation by name
  select r.* replace (cast((select max(relation)
         from relation) + row_number() over (order by r.relation) as integer) as relation,
         cast(1 + (r.firm * 7 + 3) % getvariable('firms') as integer) as firm,
                      cast(greatest(r.begins, d.month_from * 30) as integer) as begins, getvariable('days') as ends,
                        1.4 as growth,
                      cast(null as varchar) as scheme, cast(greatest(3,
                        [14, 10, 7, 5][d.difficulty] * spread('dump.more', r.relation, 0.3)) as bigint) as shipments)
  from relation as r join (select distinct on (seller) * from dumping_seller order by seller, goods) as d on d.seller = r.seller
  where r.shipments is null and chance('dump.grows', r.relation, [1.0, 0.8, 0.6, 0.5][d.difficulty]);
