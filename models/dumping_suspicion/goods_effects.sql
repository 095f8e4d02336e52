-- What a description adds to the price, in logarithms, within a subheading: the grade. Four rounds between the level of each
-- origin and month and the effect of the goods, which is the mean over the suppliers that describe theirs so, drawn towards
-- nothing by one more. Goods that a single supplier describes so have no effect of their own: it could not be told from that
-- supplier's price.
with cell as (
  select hs6, country, supplier, period, goods, sum(log_price * items) / sum(items) as log_price, sum(items) as items
  from priced group by hs6, country, supplier, period, goods
), level_1 as (
  select hs6, country, period, sum(log_price * items) / sum(items) as level from cell group by hs6, country, period
), supplier_1 as (
  select c.hs6, c.goods, c.country, c.supplier, sum((c.log_price - l.level) * c.items) / sum(c.items) as above
  from cell c join level_1 l on l.hs6 = c.hs6 and l.country = c.country and l.period = c.period
  group by c.hs6, c.goods, c.country, c.supplier
), effect_1 as (
  select hs6, goods, case when count(*) > 1 then sum(above) / (count(*) + 1) else 0 end as effect, count(*) as suppliers
  from supplier_1 group by hs6, goods
), level_2 as (
  select c.hs6, c.country, c.period, sum((c.log_price - e.effect) * c.items) / sum(c.items) as level
  from cell c join effect_1 e on e.hs6 = c.hs6 and e.goods = c.goods group by c.hs6, c.country, c.period
), supplier_2 as (
  select c.hs6, c.goods, c.country, c.supplier, sum((c.log_price - l.level) * c.items) / sum(c.items) as above
  from cell c join level_2 l on l.hs6 = c.hs6 and l.country = c.country and l.period = c.period
  group by c.hs6, c.goods, c.country, c.supplier
), effect_2 as (
  select hs6, goods, case when count(*) > 1 then sum(above) / (count(*) + 1) else 0 end as effect, count(*) as suppliers
  from supplier_2 group by hs6, goods
), level_3 as (
  select c.hs6, c.country, c.period, sum((c.log_price - e.effect) * c.items) / sum(c.items) as level
  from cell c join effect_2 e on e.hs6 = c.hs6 and e.goods = c.goods group by c.hs6, c.country, c.period
), supplier_3 as (
  select c.hs6, c.goods, c.country, c.supplier, sum((c.log_price - l.level) * c.items) / sum(c.items) as above
  from cell c join level_3 l on l.hs6 = c.hs6 and l.country = c.country and l.period = c.period
  group by c.hs6, c.goods, c.country, c.supplier
), effect_3 as (
  select hs6, goods, case when count(*) > 1 then sum(above) / (count(*) + 1) else 0 end as effect, count(*) as suppliers
  from supplier_3 group by hs6, goods
), level_4 as (
  select c.hs6, c.country, c.period, sum((c.log_price - e.effect) * c.items) / sum(c.items) as level
  from cell c join effect_3 e on e.hs6 = c.hs6 and e.goods = c.goods group by c.hs6, c.country, c.period
), supplier_4 as (
  select c.hs6, c.goods, c.country, c.supplier, sum((c.log_price - l.level) * c.items) / sum(c.items) as above
  from cell c join level_4 l on l.hs6 = c.hs6 and l.country = c.country and l.period = c.period
  group by c.hs6, c.goods, c.country, c.supplier
), effect_4 as (
  select hs6, goods, case when count(*) > 1 then sum(above) / (count(*) + 1) else 0 end as effect, count(*) as suppliers
  from supplier_4 group by hs6, goods
)
select hs6, goods, effect, suppliers from effect_4
