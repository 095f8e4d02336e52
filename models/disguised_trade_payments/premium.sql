-- The coin premium by day: bitcoin at home over bitcoin abroad, less one.
select p.observed_on, p.price_krw / (p.price_usd * w.krw_per_usd) - 1 as premium
from coin_prices p asof join won w on p.observed_on >= w.observed_on
