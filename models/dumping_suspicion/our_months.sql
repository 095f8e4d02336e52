-- What we paid abroad in each month, by origin and by supplier (supplier NULL: all of the origin): as declared, and for goods of the
-- usual grade (what the descriptions say of the price taken off). log_like: the mean of the items' logarithms.
select p.hs6, p.country, p.supplier, p.period, sum(p.mass_kg) as mass_kg, sum(p.fob_usd) as value_usd,
       sum(p.value_krw) as value_krw, sum(p.fob_usd * exp(-g.effect)) as usual_grade_usd, sum(p.items) as items,
       sum((p.log_price - g.effect) * p.items) / sum(p.items) as log_like
from priced p
join goods_effects g on g.hs6 = p.hs6 and g.goods = p.goods
where p.country <> (select country from home)
group by grouping sets ((p.hs6, p.country, p.period), (p.hs6, p.country, p.supplier, p.period))
