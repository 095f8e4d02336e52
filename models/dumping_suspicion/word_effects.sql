-- What a word of the description adds to the price, in logarithms, whatever the goods: grades are called by few words, and a
-- grade that one country alone sells here is known from other goods. Words of at least three subheadings and thirty items;
-- each row is a description of a subheading and origin, its price less that of the subheading in the same months. Rounds
-- between the level of subheading and origin and the words' effects, each corrected by the mean of what is left, damped.
with trend as (
  select hs6, period, sum(log_price * items) / sum(items) as level from priced group by hs6, period
), described as (
  select p.hs6, p.country, p.goods, sum(p.items * (p.log_price - t.level)) / sum(p.items) as price, sqrt(sum(p.items)) as weight
  from priced p join trend t on t.hs6 = p.hs6 and t.period = p.period
  group by p.hs6, p.country, p.goods
), word as (
  select d.hs6, d.country, d.goods, w.word
  from described d cross join lateral (select distinct unnest(string_split(d.goods, ' ')) as word) w
  where w.word <> ''
), known as (
  select w.word
  from word w join described d on d.hs6 = w.hs6 and d.country = w.country and d.goods = w.goods
  group by w.word having count(distinct w.hs6) >= 3 and sum(d.weight * d.weight) >= 30
), text as (
  select w.* from word w join known k on k.word = w.word
), fit_0 as (
  select hs6, country, goods, price, weight, 0e0 as fit from described
), effect_0 as (
  select word, 0e0 as effect from known
), left_1 as (
  select *, price - fit - sum(weight * (price - fit)) over (partition by hs6, country) / sum(weight) over (partition by hs6, country) as rest
  from fit_0
), effect_1 as (
  select e.word, any_value(e.effect) + 0.7 * sum(l.weight * l.rest) / (sum(l.weight) + 5) as effect
  from effect_0 e join text t on t.word = e.word join left_1 l on l.hs6 = t.hs6 and l.country = t.country and l.goods = t.goods
  group by e.word
), fit_1 as (
  select d.hs6, d.country, d.goods, any_value(d.price) as price, any_value(d.weight) as weight, coalesce(sum(e.effect), 0) as fit
  from described d
  left join text t on t.hs6 = d.hs6 and t.country = d.country and t.goods = d.goods
  left join effect_1 e on e.word = t.word
  group by d.hs6, d.country, d.goods
), left_2 as (
  select *, price - fit - sum(weight * (price - fit)) over (partition by hs6, country) / sum(weight) over (partition by hs6, country) as rest
  from fit_1
), effect_2 as (
  select e.word, any_value(e.effect) + 0.7 * sum(l.weight * l.rest) / (sum(l.weight) + 5) as effect
  from effect_1 e join text t on t.word = e.word join left_2 l on l.hs6 = t.hs6 and l.country = t.country and l.goods = t.goods
  group by e.word
), fit_2 as (
  select d.hs6, d.country, d.goods, any_value(d.price) as price, any_value(d.weight) as weight, coalesce(sum(e.effect), 0) as fit
  from described d
  left join text t on t.hs6 = d.hs6 and t.country = d.country and t.goods = d.goods
  left join effect_2 e on e.word = t.word
  group by d.hs6, d.country, d.goods
), left_3 as (
  select *, price - fit - sum(weight * (price - fit)) over (partition by hs6, country) / sum(weight) over (partition by hs6, country) as rest
  from fit_2
), effect_3 as (
  select e.word, any_value(e.effect) + 0.7 * sum(l.weight * l.rest) / (sum(l.weight) + 5) as effect
  from effect_2 e join text t on t.word = e.word join left_3 l on l.hs6 = t.hs6 and l.country = t.country and l.goods = t.goods
  group by e.word
), fit_3 as (
  select d.hs6, d.country, d.goods, any_value(d.price) as price, any_value(d.weight) as weight, coalesce(sum(e.effect), 0) as fit
  from described d
  left join text t on t.hs6 = d.hs6 and t.country = d.country and t.goods = d.goods
  left join effect_3 e on e.word = t.word
  group by d.hs6, d.country, d.goods
), left_4 as (
  select *, price - fit - sum(weight * (price - fit)) over (partition by hs6, country) / sum(weight) over (partition by hs6, country) as rest
  from fit_3
), effect_4 as (
  select e.word, any_value(e.effect) + 0.7 * sum(l.weight * l.rest) / (sum(l.weight) + 5) as effect
  from effect_3 e join text t on t.word = e.word join left_4 l on l.hs6 = t.hs6 and l.country = t.country and l.goods = t.goods
  group by e.word
), fit_4 as (
  select d.hs6, d.country, d.goods, any_value(d.price) as price, any_value(d.weight) as weight, coalesce(sum(e.effect), 0) as fit
  from described d
  left join text t on t.hs6 = d.hs6 and t.country = d.country and t.goods = d.goods
  left join effect_4 e on e.word = t.word
  group by d.hs6, d.country, d.goods
), left_5 as (
  select *, price - fit - sum(weight * (price - fit)) over (partition by hs6, country) / sum(weight) over (partition by hs6, country) as rest
  from fit_4
), effect_5 as (
  select e.word, any_value(e.effect) + 0.7 * sum(l.weight * l.rest) / (sum(l.weight) + 5) as effect
  from effect_4 e join text t on t.word = e.word join left_5 l on l.hs6 = t.hs6 and l.country = t.country and l.goods = t.goods
  group by e.word
)
select word, effect from effect_5
