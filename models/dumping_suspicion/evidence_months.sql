-- Month by month: what we paid and what third countries paid.
select s.period, coalesce(s.supplier, '*') as supplier_id, s.mass_kg, s.value_krw, s.value_usd / s.mass_kg as our_price_usd_per_kg,
       s.like_value_usd / s.mass_kg as our_like_price_usd_per_kg, s.third_price_usd as third_price_usd_per_kg,
       exp(s.gap) - 1 as margin, s.markets
from series s
where s.hs6 || '/' || s.country = $subject_id
order by coalesce(s.supplier, ''), s.period
