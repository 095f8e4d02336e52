-- Groups that send money abroad as payment for imports that never come, when coins are dearer at home. 1: new shells with
-- one telephone, one address and one hand abroad; 2: new shells that import a little; 3: older small firms with parted
-- hands; 4: firms with honest trade, hijacked for a part of their payments.
create table fx_group as
  select cast(g as integer) as fx_group, difficulty_of(g) as difficulty,
         1 + floor(0.25 * getvariable('days') * draw('fx.from', g)) as day_from,
         getvariable('days') * (0.55 + 0.4 * draw('fx.to', g)) as day_to
  from range(1, 1 + greatest(4, getvariable('firms') // 500)) as t(g);

create table fx_member as
  select m.fx_group, m.difficulty, m.day_from, m.day_to, cast(row_number() over (order by m.fx_group, k) as integer) as member,
         cast(k as integer) as k,
         [1.0e7, 6.5e6, 4.2e6, 2.6e6][m.difficulty] * spread('fx.total', m.fx_group * 32 + k, 0.35) as usd
  from fx_group as m, range(0, 7) as t(k) where k < [6, 4, 3, 2][m.difficulty] + pick('fx.members', m.fx_group, 2) - 1;

-- Who: new numbers behind the firms for shells, existing importers for hijacked ones.
create table fx_firm as
  select m.*, case when m.difficulty < 4 then cast(getvariable('firms') + member as integer) else h.firm end as firm,
         -- Where it goes: a hand of the whole group, of two members, of its own.
         7000000 + m.fx_group * 64 + case m.difficulty when 1 then 0 when 2 then k // 2 else k end as hand
  from fx_member as m
  left join (select firm, row_number() over (order by draw('fx.hijacked', firm), firm) as place from firm
             where imports and founded < 0 and closes is null and size between 0.8 and 5) as h on m.difficulty = 4
               and h.place = m.member;

insert into firm by name
  select firm, firm_id(firm) as company_id, 0.4 as size, true as imports, false as exports,
         cast(case when difficulty = 3 then -300 - floor(1500 * draw('fx.age', member))
           else day_from - 40 - floor(200 * draw('fx.age', member)) end as integer) as founded,
         case when difficulty < 3 and chance('fx.closes', member, 0.4)
           then cast(least(day_to + 60, getvariable('days') - 1) as integer) end as closes,
         case when difficulty = 1 and k % 2 = 1 then firm - 1 else firm end as person,
         case when difficulty = 1 or difficulty = 2 and k < 2 then firm - k else firm end as phone,
         case when difficulty = 1 then firm - k when difficulty = 2 then firm - k % 2 else firm end as address,
         pick('fx.bank', fx_group, 7) as bank, pick('fx.branch', fx_group * 8 + case when difficulty < 3 then 0 else k end,
           40) as branch, 0.5 as carelessness,
         [2e7, 5e7, 1.5e8][difficulty] as capital_krw, case when difficulty = 3 then 9e8 end as sales_krw
  from fx_firm where difficulty < 4;
insert into extra_link by name
  select a.company_id as from_id, b.company_id as to_id, ['family', 'shared_phone', 'officer',
         'family'][difficulty] as link_type, cast(b.founded + 5 as integer) as since, 'company' as from_kind,
         'company' as to_kind
  from fx_firm as m join firm as a on a.firm = m.firm join firm as b on b.firm = m.firm - 1
  where m.k > 0 and m.difficulty < 4 and chance('fx.link', member, [0.9, 0.6, 0.35][difficulty]);

-- A little honest trade of shells: goods that do come.
insert into relation by name
  select r.* replace (cast((select max(relation) from relation) + m.member as integer) as relation, m.firm as firm,
         cast(greatest(0, m.day_from) as integer) as begins,
                      cast(least(m.day_to, getvariable('days')) as integer) as ends, 1.0 as growth, 1 as pays,
                        cast(null as varchar) as payee, 9000.0 as usd),
         cast([0, 4, 9][m.difficulty] as bigint) as shipments
  from fx_firm as m join (select * exclude (shipments) from relation
    where relation <= getvariable('relations')) as r on r.relation = 1 + m.member * 37 % getvariable('relations')
  where m.difficulty in (2, 3);

-- When: the days are drawn in the rhythm of the premium, more loosely the harder.
create table fx_rhythm as
  select difficulty, n, w, sum(w) over (partition by difficulty order by n) as upto,
         sum(w) over (partition by difficulty order by n) - w as above
  from (select v.difficulty, c.n, cast(round(1e6 * pow(greatest(0.004, c.premium + 0.01),
    [2.2, 1.6, 1.0, 0.6][v.difficulty]) * case when d.closed then 0 else 1 end) as bigint) as w
        from coin as c join day as d using (n), (values (1), (2), (3), (4)) as v(difficulty));
create table fx_transfer as
  with counted as (
    select m.*, cast(least(600, greatest(6, round(m.usd / ([300000, 220000, 140000, 90000][m.difficulty] * spread('fx.size',
           m.member, 0.2))))) as bigint) as transfers
    from fx_firm as m
  ), each as (select c.*, unnest(range(transfers)) as t from counted as c), aimed as (
    select e.*, pair(member, t) as number, cast(floor(a.above + (b.upto - a.above) * draw('fx.when',
           pair(member, t))) as bigint) as ticket
    from each as e join fx_rhythm as a on a.difficulty = e.difficulty and a.n = cast(greatest(0, e.day_from) as integer)
    join fx_rhythm as b on b.difficulty = e.difficulty and b.n = cast(least(e.day_to, getvariable('days') - 1) as integer)
  )
  select a.fx_group, a.difficulty, a.member, a.firm, a.hand, a.number, r.n,
         round(a.usd / a.transfers * spread('fx.amount', a.number, 0.3), case when chance('fx.round', a.number, 0.4) then -3
         else 2 end) as usd
  from aimed as a asof join (select * from fx_rhythm where w > 0) as r on r.difficulty = a.difficulty and a.ticket >= r.above;
insert into other_payment by name
  select cast(2e15 as bigint) + number as payment, 2 as kind, n, 'out' as direction, firm, null as seller,
         abroad_id(case when difficulty = 4 then ['HK', 'SG', 'CN', 'US'][pick('fx.country', hand, 4)]
           else ['HK', 'HK', 'SG', 'CN'][pick('fx.country', hand, 4)] end, hand) as payee, 'USD' as currency,
         case when chance('fx.arrears', number, [0.05, 0.15, 0.4, 0.4][difficulty]) then 'trade_arrears'
           else 'trade_advance' end as purpose, usd as own,
         ['3304999000', '8542321000', '7113191000', '8473302000'][pick('fx.goods', fx_group, 4)] as hs_code
  from fx_transfer;
-- The won comes in from banks that hold accounts of exchanges, a day or two before.
insert into planted_deposit by name
  select cast(1e9 as bigint) + pair(t.member, t.number % 1048576) as deposit,
         cast(greatest(0, t.n - pick('fx.before', t.number, 3) + 1) as integer) as n, t.firm,
         round(t.usd * r.krw * (1.0 + 0.02 * draw('fx.more', t.number)), -4) as amount_krw,
         cast(case when chance('fx.linked', t.number, [0.95, 0.8, 0.65, 0.5][t.difficulty])
           then [2, 5, 8][pick('fx.which_bank', t.number, 3)] else pick('fx.any_bank', t.number, 8) end as integer) as bank,
           cast(null as integer) as payer
  from fx_transfer as t join rate as r on r.currency = 'USD' and r.n = t.n where chance('fx.deposits', t.number, 0.85);
