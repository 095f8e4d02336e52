-- Persistent trading relations at home: who buys from whom, through which forwarder, broker and ports, how often, how much,
-- and how it is paid. Days are numbers from the first.
set variable importers = (select list(firm order by size desc, firm) from firm where imports);
set variable importer_count = len(getvariable('importers'));
set variable declarations = cast(getvariable('items') / 1.62 as bigint);
set variable relations = least(cast(getvariable('firms') * 2.6 as bigint), getvariable('declarations'));

create table relation as
  with drawn as (
    select n, cast(getvariable('importers')[lean('relation.importer', n, getvariable('importer_count'),
           1.9)] as integer) as firm,
           cast(lean('relation.seller', n, getvariable('sellers'), 1.5) as integer) as seller
    from range(1, getvariable('relations') + 1) as t(n)
  ), joined as (
    select d.n, d.firm, d.seller, f.size, f.founded, f.closes, s.origin, s.country, o.currency as own_currency,
           o.port, o.second_port, o.airport, o.sea_days, o.trade_agreement, g.air, g.usd_kg, g.goods as main_goods,
           least(g.usd_kg, 60) as dear,
           case when f.founded > 0 then f.founded + 20
                when chance('relation.late', d.n, 0.16) then cast(floor(draw('relation.begin',
                  d.n) * 0.85 * getvariable('days')) as integer)
                else 0 end as begins,
           case when f.closes is not null then f.closes
                when chance('relation.ends', d.n, 0.2) then cast(floor((0.3 + 0.7 * draw('relation.end',
                  d.n)) * getvariable('days')) as integer)
                else getvariable('days') end as ends
    from drawn as d join firm as f using (firm) join seller as s using (seller) join origin as o on o.number = s.origin
    join seller_goods as sg on sg.seller = d.seller and sg.slot = 1 join goods as g on g.goods = sg.goods
  ), chosen as (
    select j.*, chance('relation.by_air', n, air) as by_air,
           -- The value of a usual shipment, in USD.
           14000 * pow(size, 0.45) * spread('relation.value', n, 1.0) as usd,
           spread('relation.rate', n, 1.2) * pow(size, 0.35) as busy,
           lean('relation.broker', pair(firm, pick('relation.broker_of', n, 5) // 5), getvariable('brokers'), 1.6) as broker,
           draw('relation.pays', n) as pay_u
    from joined as j
  ), loaded as (
    select *, case when by_air then 'AIR' when usd / usd_kg > 150000 then 'BULK' when usd / usd_kg > 7000 then 'FCL'
                   when chance('relation.lcl', n, 0.85) then 'LCL' else 'FCL' end as load
    from chosen
  ), sent as (
    -- Less than a box goes with one of the few who consolidate on its lane; other cargo with the firm's own forwarder.
    select *, case when load = 'LCL'
                   then pick('lane.forwarder', origin * 64 + lean('relation.consolidator', n, case when origin < 5 then 10
                     else 3 end, 1.7), greatest(8, getvariable('forwarders') * 3 // 5))
                   else lean('relation.forwarder', pair(firm, pick('relation.forwarder_of', n, 2)), getvariable('forwarders'),
                     1.6) end as forwarder
    from loaded
  )
  select cast(n as integer) as relation, firm, seller, origin, country, cast(null as varchar) as shown_origin,
         case when chance('relation.hub', n, 0.06) then ['HK', 'SG', 'CN'][pick('relation.which_hub', n, 3)]
           else country end as departs,
         begins, greatest(begins + 5, ends) as ends,
         busy * greatest(0.02, (ends - begins) / getvariable('days')) as weight,
         1 + case when chance('relation.grows', n, 0.08) then 1.5 * draw('relation.growth', n) else 0 end as growth, usd,
         load, case when by_air then country || airport when load = 'LCL' or chance('relation.port', n, 0.7) then port
           else second_port end as port_loading,
         case when by_air then 'KRICN' else ['KRPUS', 'KRPUS', 'KRPUS', 'KRPUS', 'KRINC', 'KRINC', 'KRPTK',
           'KRKAN'][pick('relation.to_port', firm, 8)] end as port_discharge,
         cast(forwarder as integer) as forwarder, cast(null as integer) as forwarder_after, cast(null as integer) as changes_on,
         cast(broker as integer) as broker, cast(1 + floor(draw('relation.carrier',
           pair(origin, forwarder)) * 24) as integer) as carrier,
         case when chance('relation.own_money', n, 0.35) then own_currency else 'USD' end as currency,
         case when by_air then ['FCA', 'CIP', 'EXW', 'CPT'][pick('relation.term', n, 4)]
              else ['FOB', 'FOB', 'FOB', 'CIF', 'CIF', 'CFR', 'EXW', 'DAP'][pick('relation.term', n, 8)] end as incoterm,
         case when by_air then 0.08 + 0.16 * draw('relation.freight', n)
           else 0.02 + 0.045 * draw('relation.freight', n) end as freight,
         chance('relation.related', n, 0.06) as related,
         case when chance('relation.related', n, 0.06) then 0.72 + 0.2 * draw('relation.related_price', n)
           else spread('relation.price', n, 0.035) end as price_factor,
         cast(case when chance('relation.usual_grade', n, 0.35)
           then 1 + floor(pow(draw('relation.grade', n), 1.3) * 3) end as integer) as grade,
         trade_agreement is not null and chance('relation.preference', n, 0.7) as preference, trade_agreement,
         -- How it is paid; see payment_style.
         case when pay_u < 0.40 then 1 when pay_u < 0.55 then 2 when pay_u < 0.67 then 3 when pay_u < 0.83 then 4
           when pay_u < 0.89 then 5
              when pay_u < 0.91 then 6 when pay_u < 0.93 then 7 when pay_u < 0.97 then 8 else 9 end as pays,
         case when chance('relation.paid_elsewhere', n, 0.03)
           then abroad_id('HK', 3000000 + pick('relation.payee', n, 40)) end as payee,
         sea_days, cast(null as bigint) as shipments, cast(null as varchar) as scheme
  from sent order by n;

-- Styles of payment: parts of an invoice, with the days after the declaration. 4: many invoices at once; 6: netted within
-- a group, nothing is paid; 7: the group's treasury pays from abroad; 9: not paid before the end, a dispute.
create table payment_style as
  select * from (values (1, 1, 1.0, 28, 12, 'trade_arrears'), (2, 1, 1.0, -32, 14, 'trade_advance'),
         (3, 1, 0.3, -40, 12, 'trade_advance'),
    (3, 2, 0.7, 18, 10, 'trade_arrears'), (5, 1, 1.0, 200, 15, 'trade_arrears'), (8, 1, 0.5, 20, 8, 'trade_arrears'),
    (8, 2, 0.3, 50, 8, 'trade_arrears'), (8, 3, 0.2, 85, 12, 'trade_arrears')) as t(pays, part, share, lag, lag_sd, purpose);

-- Price plans of schemes. deal_plan: a share of the lines of a relation is declared at another price, and perhaps in words
-- of another grade; market_plan: a seller's goods cost another price here from a month on.
create table deal_plan as
  select 0 as relation, 0 as day_from, 0 as day_to, cast(1.0 as double) as factor, cast(1.0 as double) as share, '' as scheme,
         '' as grade_text where false;
create table market_plan as select 0 as seller, 0 as goods, 0 as month_from, cast(1.0 as double) as factor, '' as scheme
  where false;
create table planted_export as
  select cast(0 as bigint) as line, cast(0 as bigint) as relation, 0 as firm, 0 as buyer, 0 as goods,
         cast(0.0 as double) as usd, cast(0 as bigint) as k, 0 as n,
         cast(1.0 as double) as factor, '' as scheme where false;
set variable exporters = (select list(firm order by size desc, firm) from firm where exports);
