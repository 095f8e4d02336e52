-- Forwarders whose chain changes after an offence: old customers leave, riders come under a representative shipper, some
-- under borrowed names. The harder, the fewer leave, the more shippers, and the more honest cargo stays around.
create table lcl_forwarder as
  with busy as (
    select r.forwarder, sum(cast(round(r.weight * 1000) as bigint)) / 1000.0 / any_value(t.weight) * getvariable('declarations') as bills
    from relation as r, (select sum_exact(weight) as weight from relation where shipments is null) as t where r.load = 'LCL'
      group by r.forwarder
  ), ordered as (
    select forwarder, bills, row_number() over (order by draw('lcl.forwarder', forwarder), forwarder) as k from busy
    where bills >= least(90, getvariable('declarations') / 400.0) and bills < greatest(450, getvariable('declarations') / 60.0)
      and forwarder not in (select winner from contract) and forwarder not in (select loser from contract)
  )
  select cast(k as integer) as case_no, difficulty_of(k) as difficulty, forwarder, bills,
         cast(floor((0.3 + 0.35 * draw('lcl.day', k)) * getvariable('days')) as integer) as n
  from ordered where k <= greatest(3, getvariable('firms') // 650);
update forwarder set scheme = 'FWD-' || lpad(cast(c.case_no as varchar), 3, '0') from lcl_forwarder as c
  where c.forwarder = forwarder.forwarder;
insert into extra_offence by name
  select f.company_id as party_id, 'forwarder' as party_role, c.n - pick('lcl.decided', c.case_no, 25) as decided,
         cast(c.n - 40 - pick('lcl.committed', c.case_no, 90) as integer) as committed,
         ['smuggling_aid', 'false_declaration', 'manifest_error'][pick('lcl.offence', c.case_no, 3)] as offence_type,
           round(2e7 * spread('lcl.fine', c.case_no, 0.8), -3) as amount_krw
  from lcl_forwarder as c join forwarder as f using (forwarder);
update relation set changes_on = c.n + pick('lcl.leaves_on', relation.relation, 60),
  forwarder_after = cast(1 + (c.forwarder + pick('lcl.leaves_to', relation.relation,
  40)) % getvariable('forwarders') as integer)
from lcl_forwarder as c where relation.forwarder = c.forwarder
  and chance('lcl.leaves', relation.relation, [0.8, 0.55, 0.35, 0.2][c.difficulty]);

create table lcl_rider as
  select c.*, cast(k as integer) as k, c.case_no * 32 + k as number,
         cast(row_number() over (order by c.case_no, k) as integer) as rider,
         k >= [14, 11, 9, 7][c.difficulty] as borrowed, chance('lcl.older', c.case_no * 32 + k,
           [0.1, 0.3, 0.5, 0.7][c.difficulty]) as older
  from lcl_forwarder as c, range(0, 18) as t(k) where k < [14, 14, 13, 11][c.difficulty];
-- Representative shippers, with the goods of a department store.
create table lcl_shipper as
  select c.case_no, c.difficulty, cast(s as integer) as s,
         cast(getvariable('sellers') + 1000 + c.case_no * 8 + s as integer) as seller, o.number as origin, o.country
  from lcl_forwarder as c, range(0, 4) as t(s), origin as o where s < c.difficulty
    and o.country = ['CN', 'CN', 'VN', 'HK'][pick('lcl.country', c.case_no, 4)];
insert into seller by name
  select seller, cast(origin as integer) as origin, country, abroad_id(country, seller) as company_id, 1.0 as price_factor,
         1.0 as size from lcl_shipper;
insert into seller_goods by name
  select seller, slot, goods, cast(origin as integer) as origin, 0.9 as price_factor, cast(3 as bigint) as slots
  from (select s.seller, s.origin, g.goods, cast(row_number() over (partition by s.seller
    order by draw('lcl.goods', pair(s.seller, g.goods)), g.goods) as integer) as slot
        from lcl_shipper as s, goods as g where g.chapter in ('33', '42', '61', '62', '64', '82', '85', '94', '95', '96', '39',
          '21'))
  where slot <= 3;
create table lcl_rider_firm as
  select r.*, case when r.borrowed or r.older then h.firm
         else cast(getvariable('firms') + 20000 + r.rider as integer) end as firm
  from lcl_rider as r
  left join (select firm, size, row_number() over (order by draw('lcl.existing', firm), firm) as place from firm
             where imports and founded < -200 and closes is null and size between 0.4 and 6
               and firm <= getvariable('firms')) as h on (r.borrowed or r.older) and h.place = r.rider;
insert into firm by name
  select firm, firm_id(firm) as company_id, 0.3 as size, true as imports, false as exports,
         cast(n - 250 + floor(240 * draw('lcl.founded', number)) as integer) as founded, cast(null as integer) as closes,
         firm as person, case when difficulty = 1 and k % 4 = 1 then firm - 1 else firm end as phone, case when difficulty < 3
           and k % 5 = 2 then firm - 2 else firm end as address,
         pick('lcl.bank', number, 7) as bank, pick('lcl.branch', number, 40) as branch, 0.5 as carelessness, 3e7 as capital_krw,
           2e8 as sales_krw
  from lcl_rider_firm where not borrowed and not older;
insert into relation by name
  select cast((select max(relation) from relation) + r.rider as integer) as relation, r.firm, s.seller,
         cast(s.origin as integer) as origin, s.country, s.country as departs,
         cast(r.n + 3 + floor(60 * draw('lcl.rides_from', r.number)) as integer) as begins, getvariable('days') as ends,
           0.0 as weight, 1.0 as growth,
         case when r.borrowed then 4000.0 else 9000.0 * spread('lcl.usd', r.number, 0.5) end as usd, 'LCL' as load, case
           when r.difficulty < 3 then o.second_port else o.port end as port_loading,
         ['KRPUS', 'KRINC', 'KRPTK'][pick('lcl.port', r.case_no, 3)] as port_discharge, r.forwarder,
           cast(1 + (r.case_no * 3 + case when r.difficulty > 2 then r.k % 4
           else 0 end) % getvariable('brokers') as integer) as broker,
         cast(1 + r.case_no % 24 as integer) as carrier, 'USD' as currency, 'FOB' as incoterm, 0.05 as freight,
           false as related,
         case when r.borrowed then 0.95 else [0.5, 0.6, 0.7, 0.8][r.difficulty] end as price_factor, 2 as grade,
           false as preference, o.trade_agreement,
         case when r.difficulty < 3 then 1 else 2 end as pays, o.sea_days,
           cast(case when r.borrowed then 3 else greatest(4, [0.9, 0.75, 0.6, 0.5][r.difficulty] * least(r.bills,
           200) / 12) * spread('lcl.times', r.number, 0.3) end as bigint) as shipments,
         case when r.borrowed then 'FWD-' || lpad(cast(r.case_no as varchar), 3, '0') else 'RID-'
           || lpad(cast(r.case_no as varchar), 3, '0') end as scheme
  from lcl_rider_firm as r join lcl_shipper as s on s.case_no = r.case_no and s.s = r.k % r.difficulty
    join origin as o on o.number = s.origin;
