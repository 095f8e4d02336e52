select s.period, s.series, s.price_usd_per_kg from (
  select m.hs6, m.country, m.period, 'to us' as series, m.like_value_usd / m.mass_kg as price_usd_per_kg
  from series m where m.supplier is null
  union all
  select m.hs6, m.country, m.period, 'to third countries', m.third_price_usd from series m where m.supplier is null
) s
join (select hs6, country from findings order by score desc, amount_at_stake_krw desc, subject_id limit 1) f
  on f.hs6 = s.hs6 and f.country = s.country
order by s.period, s.series
