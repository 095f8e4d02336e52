-- What a word of the description adds to the price, in logarithms: grades are called by few words, and a grade that one country
-- alone sells here is known from other goods. Each row is a description of a subheading and origin, its price less that of the
-- subheading in the same months. Within a subheading and origin, descriptions with the word are set against those without
-- (contrast: what the comparison weighs); the contrasts are averaged, each drawn towards nothing where it stands on little, in
-- eight rounds, each halfway towards what the rounds before leave (words that always go together share their effect). Kept are
-- words that say much the same in at least five subheadings and origins: an effect of 5 % or more, and 2.5 times its error over
-- them. The many that name a product or a model would bring nothing but noise into every price.
with recursive trend as (
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
  select word from word group by word having count(distinct hs6 || country) >= 5
), pair as (
  select hs6, country, sum(weight) as weight, sum(weight * price) / sum(weight) as price from described group by hs6, country
), compared as (
  select t.hs6, t.country, t.word, sum(d.weight) * (any_value(p.weight) - sum(d.weight)) / any_value(p.weight) as contrast,
         sum(d.weight * (d.price - p.price)) as apart
  from word t
  join known k on k.word = t.word
  join described d on d.hs6 = t.hs6 and d.country = t.country and d.goods = t.goods
  join pair p on p.hs6 = t.hs6 and p.country = t.country
  group by t.hs6, t.country, t.word having sum(d.weight) < any_value(p.weight) - 0.5
), averaged as (
  select *, apart / contrast as effect, contrast / (contrast + 5) as trust,
         sum(apart / contrast * (contrast / (contrast + 5))) over (partition by word) / sum(contrast / (contrast + 5)) over (partition by word) as mean
  from compared
), candidate as (
  -- A first look at each word by itself: most say nothing, and are left out of the rounds.
  select word from averaged group by word
  having count(*) >= 5 and abs(any_value(mean)) > greatest(sqrt(sum(trust ** 2 * (effect - mean) ** 2)) / sum(trust), 0.02)
), text as materialized (
  select w.* from word w join candidate k on k.word = w.word
), contrast as materialized (
  select c.hs6, c.country, c.word, c.contrast from compared c join candidate k on k.word = c.word
), effect as (
  select 0 as round, word, 0e0 as effect from candidate
  union all
  select round + 1, word, case when pairs >= 5 and abs(next) > greatest(2.5 * error, 0.05) then next else 0 end
  from (
    select round, word, effect + 0.5 * sum(apart * trust) / (sum(trust) + 1) as next, count(*) as pairs,
           greatest(sqrt(sum(trust ** 2 * (apart - mean) ** 2)) / sum(trust), 0.02) as error
    from (select *, sum(apart * trust) over (partition by word) / sum(trust) over (partition by word) as mean from (
    select any_value(e.round) as round, any_value(e.effect) as effect, e.word, t.hs6, t.country, sum(l.weight * l.rest) / any_value(c.contrast) as apart,
           any_value(c.contrast) / (any_value(c.contrast) + 5) as trust
    from effect e
    join text t on t.word = e.word
    join contrast c on c.hs6 = t.hs6 and c.country = t.country and c.word = t.word
    join (
      select hs6, country, goods, weight,
             price - fit - sum(weight * (price - fit)) over (partition by hs6, country) / sum(weight) over (partition by hs6, country) as rest
      from (
        select d.hs6, d.country, d.goods, any_value(d.price) as price, any_value(d.weight) as weight, coalesce(sum(f.effect), 0) as fit
        from described d
        left join text x on x.hs6 = d.hs6 and x.country = d.country and x.goods = d.goods
        left join effect f on f.word = x.word
        group by d.hs6, d.country, d.goods
      )
    ) l on l.hs6 = t.hs6 and l.country = t.country and l.goods = t.goods
    where e.round < 8
    group by e.word, t.hs6, t.country
    ))
    group by round, effect, word
  )
)
select word, effect from effect where round = 8 and effect <> 0
