-- Items declared too low (for the duty) or too high (to move money out); good grades at the price of cheap ones; and goods
-- that go out and come back dearer each time. The harder, the nearer to honest prices and the fewer the lines.
create table price_case as
  with counted as (
    select r.relation, r.begins, r.ends, g.graded, g.duty_pct, r.weight / t.weight * getvariable('declarations') as expected
    from relation as r join seller_goods as sg on sg.seller = r.seller and sg.slot = 1 join goods as g using (goods),
         (select sum_exact(weight) as weight from relation where shipments is null) as t
    where r.scheme is null and not r.related and r.shipments is null and r.relation <= getvariable('relations')
  ), ordered as (
    select *, row_number() over (order by draw('price.chosen', relation), relation) as place from counted
           where expected between 12 and 200
  )
  select cast(place as integer) as case_no, relation, difficulty_of(place) as difficulty, place % 3 <> 0 as under, graded,
         'PRC-' || lpad(cast(place as varchar), 3, '0') as scheme,
         cast(begins + floor((ends - begins) * 0.35 * draw('price.from', relation)) as integer) as day_from,
         cast(ends - floor((ends - begins) * 0.25 * draw('price.to', relation)) as integer) as day_to
  from ordered where place <= greatest(6, getvariable('firms') // 170);
insert into deal_plan by name
  select relation, day_from, day_to,
         case when under then [0.32, 0.48, 0.58, 0.68][difficulty]
           else [3.6, 2.3, 1.8, 1.5][difficulty] end * spread('price.factor', case_no, 0.05) as factor,
         [0.9, 0.65, 0.45, 0.35][difficulty] as share, scheme,
         -- The good grade stands in the description, the cheap one's price beside it.
         case when graded > 0 and under and difficulty > 2 then ['GRADE A', 'PRIME', 'PREMIUM LINE'][graded] end as grade_text
  from price_case;

-- Round trips: one party abroad buys from the firm and sells to it.
create table round_trip as
  select cast(k as integer) as case_no, difficulty_of(k) as difficulty, 'RND-' || lpad(cast(k as varchar), 3, '0') as scheme,
         h.firm,
         cast(getvariable('sellers') + 3000 + k as integer) as seller,
           cast(getvariable('buyers') + 3000 + k as integer) as buyer, h.goods, o.number as origin, o.country, o.port,
           o.sea_days
  from range(1, 1 + greatest(2, getvariable('firms') // 800)) as t(k)
  join (select f.firm, row_number() over (order by draw('round.firm', f.firm), f.firm) as place,
    1 + f.firm * 13 % getvariable('goods_count') as wanted from firm as f
        where f.imports and f.exports and f.founded < 0 and f.closes is null
          and f.firm <= getvariable('firms')) as c on c.place = k
  join (select firm, g.goods from firm, (select goods, row_number() over (order by draw('round.goods', goods), goods) as place
    from goods where chapter in ('85', '90', '39', '84', '71')) as g
        where g.place = 1 + firm % 12) as h on h.firm = c.firm
  join origin as o on o.country = ['HK', 'CN', 'VN', 'SG'][pick('round.country', k, 4)];
insert into seller by name select seller, cast(origin as integer) as origin, country, abroad_id(country, seller) as company_id,
  1.0 as price_factor, 1.0 as size from round_trip;
insert into buyer by name
  select buyer, country, case when difficulty < 3 then abroad_id(country, seller)
         else abroad_id(country, 6000000 + seller) end as company_id from round_trip;
insert into seller_goods by name select seller, 1 as slot, goods, cast(origin as integer) as origin, 1.0 as price_factor,
  cast(1 as bigint) as slots from round_trip;
insert into relation by name
  select cast((select max(relation) from relation) + case_no as integer) as relation, firm, seller,
         cast(origin as integer) as origin, country, country as departs, cast(60 as integer) as begins,
         getvariable('days') as ends, 0.0 as weight,
         1.0 as growth, [60000.0, 40000.0, 25000.0, 20000.0][difficulty] as usd, 'LCL' as load, port as port_loading,
           'KRPUS' as port_discharge, cast(1 + case_no * 7 % getvariable('forwarders') as integer) as forwarder,
         cast(1 + case_no % getvariable('brokers') as integer) as broker, cast(1 + case_no % 24 as integer) as carrier,
           'USD' as currency, 'FOB' as incoterm, 0.03 as freight, false as related,
         [3.0, 2.2, 1.6, 1.35][difficulty] as price_factor, 1 as grade, false as preference, null as trade_agreement, 1 as pays,
           sea_days, cast([14, 12, 9, 8][difficulty] as bigint) as shipments, scheme
  from round_trip;
insert into planted_export by name
  select cast(4e15 as bigint) + pair(case_no, k) as line, cast(5000000 + case_no as bigint) as relation, firm, buyer, goods,
         [50000.0, 34000.0, 22000.0, 18000.0][difficulty] * spread('round.usd', pair(case_no, k), 0.2) as usd, k,
         cast(floor((k + draw('round.day', pair(case_no, k))) / [14, 12, 9,
           8][difficulty] * (getvariable('days') - 60)) as integer) as n, [2.6, 1.9, 1.5, 1.25][difficulty] as factor, scheme
  from round_trip, range(0, 14) as t(k) where k < [14, 12, 9, 8][difficulty];
