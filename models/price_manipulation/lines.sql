-- The price line of goods as described: the words that count in the commodity.
with word as (
  select distinct hs_code, goods, unnest(list_distinct(string_split_regex(goods, '\s+'))) as word from (select distinct hs_code, goods from described)
)
select d.hs_code, d.goods, string_agg(d.word, ' ' order by d.word) as line
from word d join words w on w.hs_code = d.hs_code and w.word = d.word
group by d.hs_code, d.goods
