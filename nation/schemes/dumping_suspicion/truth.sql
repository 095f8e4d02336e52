-- The value of what came in at the lowered price.
select 'product_country' as subject_type, c.hs6 || '/' || c.country as subject_id, c.scheme as scheme_id,
       any_value(c.difficulty) as difficulty,
       cast(sum(cast(l.fob_usd * (1 + l.freight) * u.krw as decimal(22, 2))) as decimal(22, 0)) as amount_krw,
       cast(getvariable('start') + to_months(any_value(c.month_from)) as date) as started_on
from import_line as l join dumping_case as c on c.scheme = l.market_scheme join rate as u on u.currency = 'USD' and u.n = l.n
group by c.hs6, c.country, c.scheme
