-- Each series' mean gap, and the same less what is usual for the goods and for the country: both are middles over many pairs,
-- drawn towards nothing where they stand on few. A country far away pays more freight than the flat rate allows for, and goods
-- of one subheading differ: neither is dumping.
with level as (
  select hs6, country, supplier, any_value(months) as months, sum(weight * gap) / sum(weight) as gap,
         sum(weight * change) / sum(weight) as mean_change, any_value(market_error_square) as market_error_square,
         sum(mass_kg) as mass_kg, sum(value_usd) as value_usd, sum(value_krw) as value_krw,
         sum(third_price_usd * mass_kg) / sum(value_usd) - 1 as margin_declared,
         sum(third_price_usd * mass_kg) / sum(like_value_usd) - 1 as margin_like
  from series group by hs6, country, supplier
), pair as (
  select hs6, country, gap, row_number() over (partition by hs6 order by gap) as place, count(*) over (partition by hs6) as n
  from level where supplier is null
), goods as (
  select hs6, avg(gap) filter (where place between (n + 1) // 2 and (n + 2) // 2) * (any_value(n) - 1) / (any_value(n) + 3e0) as usual
  from pair group by hs6
), less_goods as (
  select p.hs6, p.country, p.gap - g.usual as gap,
         row_number() over (partition by p.country order by p.gap - g.usual) as place, count(*) over (partition by p.country) as n
  from pair p join goods g on g.hs6 = p.hs6
), nation as (
  select country, avg(gap) filter (where place between (n + 1) // 2 and (n + 2) // 2) * (any_value(n) - 1) / (any_value(n) + 3e0) as usual
  from less_goods group by country
)
select l.*, g.usual + c.usual as usual_gap, l.gap - g.usual - c.usual as excess_gap
from level l join goods g on g.hs6 = l.hs6 join nation c on c.country = l.country
