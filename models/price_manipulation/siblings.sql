-- Grade words between the others: they leave the price where it is and so do not count by themselves, but they never stand beside
-- a word that counts, although words of the goods' name do. Without them a middle grade and no grade at all would be one line.
with counted as (
  select distinct d.hs_code, d.goods from (
    select hs_code, goods, unnest(string_split_regex(goods, '\s+')) as word from described group by hs_code, goods) as d
  join words w on w.hs_code = d.hs_code and w.word = d.word
), flow as (
  select d.hs_code, d.goods, d.importer, d.seller, sum(d.n / (d.n + 1.0)) as w, any_value(c.goods) is not null as has_line
  from described d left join counted c on c.hs_code = d.hs_code and c.goods = d.goods
  where d.hs_code in (select hs_code from words)
  group by d.hs_code, d.goods, d.importer, d.seller
), share as (
  select hs_code, sum(w) filter (has_line) / sum(w) as lined from flow group by hs_code
), word as (
  select hs_code, unnest(list_distinct(string_split_regex(goods, '\s+'))) as word, importer, seller, w, has_line from flow
)
select o.hs_code, o.word
from word o join share s on s.hs_code = o.hs_code
where o.word <> ''
group by o.hs_code, o.word, s.lined
having coalesce(sum(o.w) filter (o.has_line), 0) <= 0.02 * sum(o.w) and sum(o.w) * s.lined >= 3
   and count(distinct o.importer || ' ' || o.seller) >= 3
