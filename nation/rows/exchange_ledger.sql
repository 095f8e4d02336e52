-- Money changers' books: customers come while they are in the country.
select 'X' || lpad(cast(e.trip * 4 + v.k as varchar), 9, '0') as entry_id,
       home_id(5, pick('ledger.office', e.trip, 40)) as office_id,
       cast(getvariable('start') + to_days(cast(e.n + v.k as integer)) as date) as exchanged_on, e.pid as customer_pid,
       case when chance('ledger.buy', e.trip * 4 + v.k, 0.6) then 'buy' else 'sell' end as direction, x.currency,
         round(usd * u.krw / x.krw, 0) as amount, round(round(usd * u.krw / x.krw, 0) * x.krw / u.krw, 2) as amount_usd,
       usd >= 2000 or chance('ledger.reported', e.trip, 0.5) as reported
from (select *, 400 * spread('ledger.usd', trip, 0.9) as usd,
  ['USD', 'USD', 'JPY', 'CNY', 'EUR'][pick('ledger.currency', trip, 5)] as currency from trip) as e, (values (0), (1)) as v(k)
join rate as u on u.currency = 'USD' and u.n = e.n join rate as x on x.currency = e.currency and x.n = e.n
where chance('ledger.goes', e.trip * 4 + v.k, 0.25) and e.n + v.k < getvariable('days') order by e.trip, v.k
