select series, day as observed_on, cast(null as timestamp) as observed_at, price, currency, unit from (
  select 'BTC_KRW' as series, day, round(krw, 0) as price, 'KRW' as currency, 'BTC' as unit from coin
  union all select 'BTC_USD', day, round(usd, 2), 'USD', 'BTC' from coin
  union all select series || '_USD', day, usd, 'USD', unit from material_price
  union all select 'GOLD_KRW', m.day, round(m.usd * r.krw * (1.01 + 0.03 * greatest(0,
    sin(m.n / 60.0)) + 0.004 * bell('gold.premium', m.n)), 0), 'KRW', 'g'
            from material_price as m join rate as r on r.currency = 'USD' and r.n = m.n where m.series = 'GOLD'
) order by series, observed_on
