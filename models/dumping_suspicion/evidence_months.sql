-- Month by month: what we paid for all that came from the country, and what third countries paid it.
select s.period, s.mass_kg, s.value_krw, s.value_usd / s.mass_kg as our_price_usd_per_kg,
       s.like_value_usd / s.mass_kg as our_like_price_usd_per_kg, s.third_price_usd as third_price_usd_per_kg,
       exp(s.gap) - 1 as margin, s.markets
from series s
where s.supplier is null and s.hs6 || '/' || s.country = $subject_id
order by s.period
