-- Bitcoin in won and in dollars at the same instant.
select w.observed_on, cast(w.price as double) as price_krw, cast(d.price as double) as price_usd
from market_price w
join market_price d on d.series = 'BTC_USD' and d.observed_on = w.observed_on
                   and (d.observed_at = w.observed_at or d.observed_at is null or w.observed_at is null)
where w.series = 'BTC_KRW' and w.price > 0 and d.price > 0 and w.observed_on between $since and $until
