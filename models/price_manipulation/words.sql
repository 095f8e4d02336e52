-- Words whose presence shifts the price within a commodity. An origin's own level is taken out first. A word counts in
-- a commodity if it does so there beyond doubt, or if it does so over many commodities and is not in nearly all or none.
with level as (
  select *, n / (n + 1.0) as w from described
), flat as (
  select hs_code, hs4, goods, importer, seller, w,
         level - sum(w * level) over (partition by hs_code, origin) / (sum(w) over (partition by hs_code, origin)) as level
  from level
), total as (
  select hs_code, sum(w) as w, sum(w * level) as s, sum(w * level * level) as ss, count(distinct importer || ' ' || seller) as flows
  from flat group by hs_code
), word as (
  select f.hs_code, unnest(list_distinct(string_split_regex(f.goods, '\s+'))) as word, f.w, f.level, f.importer, f.seller from flat f
), present as (
  select hs_code, word, sum(w) as w1, sum(w * level) as s1, count(distinct importer || ' ' || seller) as flows1
  from word group by hs_code, word
), contrast as (
  select p.hs_code, p.word, p.w1, t.w - p.w1 as w0, p.flows1, t.flows,
         p.s1 / p.w1 - (t.s - p.s1) / nullif(t.w - p.w1, 0) as shift,
         sqrt(greatest(t.ss / t.w - (t.s / t.w) ** 2, 0.0004) * (1 / p.w1 + 1 / nullif(t.w - p.w1, 0))) as error
  from present p join total t on t.hs_code = p.hs_code
  where p.flows1 >= 2 and t.w - p.w1 > 1 and p.word <> ''
), common as (
  select word, sum(shift / (error ** 2 + 0.02)) / sum(1 / (error ** 2 + 0.02)) as shift,
         sqrt(1 / sum(1 / (error ** 2 + 0.02))) as error, count(*) as commodities
  from contrast group by word
)
select c.hs_code, c.word, c.shift, c.error
from contrast c join common g on g.word = c.word
where (abs(c.shift) > 4 * c.error and abs(c.shift) > 0.04 and c.flows1 >= 4 and c.w0 >= 3)
   or (abs(g.shift) > 5 * g.error and g.commodities >= 8)
