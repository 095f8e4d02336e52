-- Exchange rates and prices: the real ones of examples/ where they reach, a walk from the last one beyond.
create table known_rate as
  with euro as (
    select date as day, krw, unpivoted.currency, unpivoted.per_euro
    from (unpivot (select *, 1.0 as EUR from read_csv(getvariable('examples') || '/fx/ecb_eurofxref_subset_2010_2026.csv',
      columns = {
            'Date': 'date', 'USD': 'double', 'KRW': 'double', 'JPY': 'double', 'CNY': 'double', 'HKD': 'double',
              'IDR': 'double',
            'SGD': 'double', 'GBP': 'double', 'THB': 'double', 'PHP': 'double', 'MYR': 'double', 'INR': 'double',
              'USDKRW': 'double'}))
          on USD, EUR, JPY, CNY, HKD, IDR, SGD, GBP, THB, PHP, MYR, INR into name currency value per_euro) as unpivoted
  )
  select day, currency, krw / per_euro as krw from euro where per_euro > 0 and krw > 0;

create table currency as
  select currency, cast(row_number() over (order by currency) as integer) as number, max(day) as last_known,
         arg_max(krw, day) as last_krw
  from known_rate group by currency order by currency;

-- Every day of the period with a month before and after, for lead and lag.
create table rate as
  with wanted as (
    select c.currency, c.number, c.last_known, c.last_krw,
           cast(getvariable('start') + to_days(cast(d as integer)) as date) as day, d
    from currency as c, range(-120, getvariable('days') + 60) as t(d)
  ), known as (
    select w.currency, w.number, w.day, w.d, w.last_known, w.last_krw, k.krw
    from wanted as w asof left join known_rate as k on w.currency = k.currency and w.day >= k.day
  )
  select currency, cast(d as integer) as n, day,
         round(case when day <= last_known then coalesce(krw, last_krw)
                    else last_krw * exp(sum(case when day > last_known then 0.004 * bell('rate.walk', pair(number, d + 1000))
                      else 0 end)
                                        over (partition by currency order by d)) end, 6) as krw
  from known order by currency, n;

create table coin_known as
  select date_utc as day, upbit_btc_krw_0000utc as krw, binance_btc_usdt_0000utc as usd
  from read_csv(getvariable('examples') || '/crypto/kimchi_premium_daily_2017_2024.csv');

create table coin as
  with wanted as (select n, day, krw as krw_usd from rate where currency = 'USD' and n between 0 and getvariable('days') - 1),
  walk as (
    select n, day, krw_usd,
           exp(10.2 + sum(0.03 * bell('coin.price', n)) over (order by n)) as sim_usd,
           0.02 + 0.10 * greatest(0, sin(n / 41.0 + 6 * draw('coin.phase', 1)) * sin(n / 97.0 + 6 * draw('coin.phase', 2)))
             + 0.01 * bell('coin.premium', n) as sim_premium
    from wanted
  )
  select w.n, w.day, coalesce(k.usd, round(w.sim_usd, 2)) as usd,
         coalesce(k.krw, round(w.sim_usd * w.krw_usd * (1 + w.sim_premium), 0)) as krw, w.krw_usd,
         coalesce(k.krw, w.sim_usd * w.krw_usd * (1 + w.sim_premium)) / (coalesce(k.usd, w.sim_usd) * w.krw_usd) - 1 as premium
  from walk as w left join coin_known as k on k.day = w.day order by w.n;

-- World prices of a few raw materials, in USD, as walks that return to their mean.
create table material_price as
  select m.series, m.unit, d.n, d.day,
         round(m.usd * exp(0.25 * sin(d.n / 150.0 + 6 * draw('material.phase', m.number))
                           + 0.10 * sin(d.n / 47.0 + 6 * draw('material.second', m.number))
                           + 0.012 * bell('material.noise', pair(m.number, d.n))), 4) as usd
  from day as d, (values (1, 'GOLD', 'g', 58.0), (2, 'COPPER', 't', 8200.0), (3, 'BRENT', 'bbl', 68.0),
    (4, 'ALUMINIUM', 't', 2300.0),
                         (5, 'WHEAT', 't', 260.0), (6, 'COFFEE', 't', 4100.0)) as m(number, series, unit, usd)
  order by m.number, d.n;
