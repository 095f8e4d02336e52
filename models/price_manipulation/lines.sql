-- The price line of goods as described: the words that count in the commodity, or one that stands in their place.
with word as (
  select hs_code, goods, unnest(list_distinct(string_split_regex(goods, '\s+'))) as word
  from described group by hs_code, goods
), grade as (
  select hs_code, word from words union select hs_code, word from siblings
)
select d.hs_code, d.goods, string_agg(d.word, ' ' order by d.word) as line
from word d join grade w on w.hs_code = d.hs_code and w.word = d.word
group by d.hs_code, d.goods
