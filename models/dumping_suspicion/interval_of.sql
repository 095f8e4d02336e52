-- For the strongest pairs the interval of the margin: months drawn in blocks (circular block bootstrap), the same months for
-- both prices, from the month on in which the gap widened, or all. And whether the volume is negligible in the sense of
-- Article 5.8: under 3 % of the imports of the goods, unless such countries together hold more than 7 %.
with strongest as (
  select * from ranked order by strength desc, hs6, country limit 500
), month as (
  select s.hs6, s.country, s.supplier, list(s.third_price_usd * s.mass_kg order by s.period) as third_value,
         list(s.mass_kg order by s.period) as mass, list(s.like_value_usd order by s.period) as our_value
  from series s
  join strongest r on r.hs6 = s.hs6 and r.country = s.country
   and s.supplier is not distinct from case when r.by_supplier then r.best_supplier end
  where s.period >= coalesce(case when r.by_supplier then r.supplier_since else r.since end, '0000')
  group by s.hs6, s.country, s.supplier
), drawn as (
  select hs6, country, len(mass) as months, dumping_bootstrap(third_value, mass, our_value, mass, $block_months, $draws, $seed) as draws from month
), share as (
  select hs6, country, sum(mass_kg) / sum(sum(mass_kg)) over (partition by hs6) as share
  from our_months where supplier is null group by hs6, country
), small as (
  select hs6, sum(share) as share from share where share < 0.03 group by hs6
)
select r.* replace (coalesce(d.months, r.months) as months), d.draws[cast(ceil(0.025 * len(d.draws)) as bigint)] as interval_low,
       d.draws[cast(ceil(0.975 * len(d.draws)) as bigint)] as interval_high,
       v.share < 0.03 and coalesce(s.share, 0) <= 0.07 as negligible
from ranked r
left join drawn d on d.hs6 = r.hs6 and d.country = r.country
left join share v on v.hs6 = r.hs6 and v.country = r.country
left join small s on s.hs6 = r.hs6
