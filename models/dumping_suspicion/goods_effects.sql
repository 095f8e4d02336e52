-- What a description says of the price, in logarithms: the sum of its words' effects.
select g.hs6, g.goods, coalesce(sum(e.effect), 0) as effect
from (select distinct hs6, goods, unnest(list_distinct(string_split(goods, ' '))) as word from priced) g
left join word_effects e on e.word = g.word
group by g.hs6, g.goods
