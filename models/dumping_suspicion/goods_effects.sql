-- What a description adds to the price, in logarithms, within a subheading: its words' effects, and an effect of its own. That is
-- found in rounds between the level of each origin and month and the mean over the suppliers that describe theirs so, drawn
-- towards nothing by one more. Goods that a single supplier describes so have none: it could not be told from that supplier's price.
with fit as (
  select g.hs6, g.goods, coalesce(sum(e.effect), 0) as fit
  from (select distinct hs6, goods, unnest(list_distinct(string_split(goods, ' '))) as word from priced) g
  left join word_effects e on e.word = g.word
  group by g.hs6, g.goods
), cell as (
  select p.hs6, p.country, p.supplier, p.period, p.goods, sum((p.log_price - f.fit) * p.items) / sum(p.items) as log_price, sum(p.items) as items
  from priced p join fit f on f.hs6 = p.hs6 and f.goods = p.goods
  group by p.hs6, p.country, p.supplier, p.period, p.goods
), level_1 as (
  select hs6, country, period, sum(log_price * items) / sum(items) as level from cell group by hs6, country, period
), supplier_1 as (
  select c.hs6, c.goods, c.country, c.supplier, sum((c.log_price - l.level) * c.items) / sum(c.items) as above
  from cell c join level_1 l on l.hs6 = c.hs6 and l.country = c.country and l.period = c.period
  group by c.hs6, c.goods, c.country, c.supplier
), effect_1 as (
  select hs6, goods, case when count(*) > 1 then sum(above) / (count(*) + 1) else 0 end as effect
  from supplier_1 group by hs6, goods
), level_2 as (
  select c.hs6, c.country, c.period, sum((c.log_price - e.effect) * c.items) / sum(c.items) as level
  from cell c join effect_1 e on e.hs6 = c.hs6 and e.goods = c.goods group by c.hs6, c.country, c.period
), supplier_2 as (
  select c.hs6, c.goods, c.country, c.supplier, sum((c.log_price - l.level) * c.items) / sum(c.items) as above
  from cell c join level_2 l on l.hs6 = c.hs6 and l.country = c.country and l.period = c.period
  group by c.hs6, c.goods, c.country, c.supplier
), effect_2 as (
  select hs6, goods, case when count(*) > 1 then sum(above) / (count(*) + 1) else 0 end as effect
  from supplier_2 group by hs6, goods
), level_3 as (
  select c.hs6, c.country, c.period, sum((c.log_price - e.effect) * c.items) / sum(c.items) as level
  from cell c join effect_2 e on e.hs6 = c.hs6 and e.goods = c.goods group by c.hs6, c.country, c.period
), supplier_3 as (
  select c.hs6, c.goods, c.country, c.supplier, sum((c.log_price - l.level) * c.items) / sum(c.items) as above
  from cell c join level_3 l on l.hs6 = c.hs6 and l.country = c.country and l.period = c.period
  group by c.hs6, c.goods, c.country, c.supplier
), effect_3 as (
  select hs6, goods, case when count(*) > 1 then sum(above) / (count(*) + 1) else 0 end as effect
  from supplier_3 group by hs6, goods
)
select e.hs6, e.goods, f.fit + e.effect as effect from effect_3 e join fit f on f.hs6 = e.hs6 and f.goods = e.goods
