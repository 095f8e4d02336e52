-- Money that pays for no import: goods bought and sold abroad, services, capital, groups' treasuries, families. And the
-- deposits that firms receive at home.
create table other_payment as
  with busy as (select firm, size, founded, closes from firm),
  -- Traders whose goods go from country to country: out to a seller, in from a buyer, a margin between.
  between_countries as (
    select b.firm, k, cast(floor((k + draw('between.day', pair(b.firm, k))) / 40 * getvariable('days')) as integer) as n,
           45000 * pow(b.size, 0.5) * spread('between.scale', b.firm, 1.0) * spread('between.usd', pair(b.firm, k), 0.7) as usd,
           cast(lean('between.seller', pair(b.firm, k // 10), getvariable('sellers'), 1.5) as integer) as seller,
           cast(lean('between.goods', b.firm, getvariable('goods_count'), 1) as integer) as goods,
           1000000 + pick('between.buyer', pair(b.firm, k // 12), getvariable('buyers')) as buyer
    from busy as b, range(0, 40) as t(k) where chance('between.does', b.firm, 0.04)
  ), legs as (
    select firm, k, n, usd, seller, goods, buyer, direction from between_countries, (values ('out'), ('in')) as v(direction)
  )
  select cast(1e15 as bigint) + pair(firm, k) * 2 + cast(direction = 'in' as integer) as payment, 2 as kind,
         n + case when direction = 'in' then pick('between.later', pair(firm, k), 30) - 10 else 0 end as n, direction, firm,
         case when direction = 'out' then seller end as seller,
         case when direction = 'in' then abroad_id(['US', 'VN', 'JP', 'ID'][pick('between.to', pair(firm, k // 12), 4)],
           buyer) end as payee, 'USD' as currency,
         case when direction = 'in' then 'trade_arrears' else ['trade_arrears',
           'trade_advance'][pick('between.purpose', firm, 2)] end as purpose,
         usd * case when direction = 'in' then 1.03 + 0.1 * draw('between.margin', pair(firm, k)) else 1 end as own, g.hs_code
  from legs join goods as g using (goods)
  union all
  -- Services by the month or the quarter, to the same hands.
  select cast(1.1e15 as bigint) + pair(firm, k), 2, cast(floor(k * 30.4 + 28 * draw('service.day', pair(firm, k))) as integer),
         'out', firm, null,
         abroad_id(['US', 'JP', 'DE', 'SG', 'GB'][pick('service.country', firm, 5)], 4000000 + firm),
           ['USD', 'EUR', 'JPY'][case when pick('service.country', firm, 5) = 2 then 3 when pick('service.country', firm, 5) = 3
           then 2 else 1 end],
         'service', 6000 * pow(size, 0.7) * spread('service.usd', pair(firm, k), 0.4) * case
           when pick('service.country', firm, 5) = 2 then 110 else 1 end, null
  from busy, range(0, getvariable('months')) as t(k) where chance('service.does', firm, 0.12)
    and chance('service.month', pair(firm, k), 0.6)
  union all
  -- Capital, and the money of a group: large, few.
  select cast(1.2e15 as bigint) + pair(firm, k), 2, cast(floor(getvariable('days') * draw('capital.day',
         pair(firm, k))) as integer),
         case when chance('capital.in', pair(firm, k), 0.35) then 'in' else 'out' end, firm, null,
         abroad_id(['HK', 'SG', 'US', 'CN', 'VN'][pick('capital.country', firm, 5)], 5000000 + firm), 'USD', case
           when chance('capital.group', firm, 0.5) then 'other' else 'capital' end,
         120000 * pow(size, 0.7) * spread('capital.usd', pair(firm, k), 1), null
  from busy, range(0, 8) as t(k) where chance('capital.does', firm, 0.05)
  union all
  -- Families send small sums; no company stands behind them.
  select cast(1.3e15 as bigint) + n, 2, cast(floor(getvariable('days') * draw('family.day', n)) as integer), case
         when chance('family.in', n, 0.3) then 'in' else 'out' end, null, null,
         abroad_id(['CN', 'VN', 'PH', 'US', 'TH', 'RU'][pick('family.country', n, 6)], 5500000 + n % 100000), 'USD', 'transfer',
           900 * spread('family.usd', n, 0.8), null
  from range(0, cast(getvariable('firms') * getvariable('months') / 24.0 as bigint)) as t(n);

create table honest_deposit as
  select cast(n as bigint) as deposit, cast(floor(getvariable('days') * draw('deposit.day', n)) as integer) as n,
         cast(lean('deposit.firm', n, getvariable('firms'), 1) as integer) as firm, 9e6 as base,
           cast(pick('deposit.bank', n, 8) as integer) as bank,
         case when chance('deposit.payer', n, 0.6) then cast(lean('deposit.which_payer', n, getvariable('firms'),
           1.3) as integer) end as payer
  from range(1, cast(getvariable('firms') * getvariable('months') * 0.55 as bigint)) as t(n);
create table planted_deposit as select cast(0 as bigint) as deposit, 0 as n, 0 as firm, cast(0 as double) as amount_krw,
  0 as bank, 0 as payer where false;
