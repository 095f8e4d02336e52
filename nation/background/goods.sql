-- Countries that trade with the nation, and the goods: HS codes with price, unit, mode, duty, grades and trend.
create table origin as
  select cast(row_number() over () as integer) as number, *
  from read_csv(getvariable('nation') || '/lists/countries.csv', auto_detect = true, nullstr = '')
  order by number;

create table chapter as
  select * from read_csv(getvariable('nation') || '/lists/chapters.csv', types = {'chapter': 'varchar'});

-- As many headings as a nation of this size trades in, drawn by the weight of their chapter.
create table goods as
  with codes as (
    select hscode as hs6, regexp_replace(description, '[;,"()]', '', 'g') as plain, cast(hscode as integer) as number,
           count(*) over (partition by substr(hscode, 1, 2)) as in_chapter
    from read_csv(getvariable('examples') || '/hs_nomenclature/harmonized-system.csv', all_varchar = true)
    where level = '6' and hscode not like '99%'
  ), ranked as (
    select c.hs6, c.plain, c.number, h.*,
           row_number() over (order by -ln(1 - draw('goods.chosen', c.number))
                                       / h.weight * c.in_chapter, c.number) as place
    from codes as c join chapter as h on h.chapter = substr(c.hs6, 1, 2)
  ), chosen as (
    select * from ranked where place <= cast(least(1200, 40 + 4.6 * sqrt(getvariable('firms'))) as integer)
  ), doubled as (
    select c.*, v.variant
    from chosen as c, (values (0), (1)) as v(variant)
    where v.variant = 0 or chance('goods.two_codes', c.number, 0.25)
  )
  select cast(row_number() over (order by hs6, variant) as integer) as goods, hs6, chapter,
         hs6 || case when variant = 1 then '2000' when chance('goods.code', number, 0.4) then '9000' else '1000' end as hs_code,
         upper(trim(case when length(plain) > 52 then regexp_replace(substr(plain, 1, 52), '\s\S*$', '')
           else plain end)) as text_en,
         name_ko as text_ko,
         usd_kg * spread('goods.price', number, sigma) * case when variant = 1 then spread('goods.second', number, 0.4)
           else 1 end as usd_kg,
         unit, unit_kg * spread('goods.unit', number, 0.5) as unit_kg, air, duty_pct, weight / (1 + variant) as weight,
         case when graded > 0 and chance('goods.graded', number, 0.75) then graded else 0 end as graded,
         0.08 * bell('goods.trend', number) as trend, 0.05 * draw('goods.season', number) as season,
         draw('goods.phase', number) as phase, 0.05 + 0.08 * draw('goods.noise', number) as noise,
         -- Some goods bear a word that reads like a grade.
         case when chance('goods.word', number, 0.06) then ' '
           || ['PRIME', 'STANDARD', 'SUPER', 'SELECT'][pick('goods.which_word', number, 4)]
              else '' end as seeming_grade
  from doubled order by goods;
set variable goods_count = (select count(*) from goods);

-- Price level by goods and month: trend, season and shocks that all its sellers share.
create table goods_month as
  select g.goods, m.month,
         exp(g.trend * m.month / 12.0 + g.season * sin(2 * pi() * (m.month / 12.0 + g.phase))
             + 0.02 * bell('goods.month', pair(g.goods, m.month))) as level
  from goods as g, (select cast(month as integer) as month from range(-2, getvariable('months') + 2) as t(month)) as m
  order by g.goods, m.month;

-- Where each comes from: a few countries with their shares, and how dear each is.
create table goods_origin as
  with scored as (
    select g.goods, o.number as origin, o.country,
           o.weight * spread('goods.origin', pair(g.goods, o.number), 1.1) as score,
           pow(o.price_level, 0.7) * spread('goods.origin_price', pair(g.goods, o.number), 0.12) as price_factor
    from goods as g, origin as o
  ), ranked as (
    select *, row_number() over (partition by goods order by score desc, origin) as place,
           3 + pick('goods.origins', goods, 6) as kept
    from scored
  )
  select goods, cast(origin as integer) as origin, country, price_factor, score, cast(place as integer) as place
  from ranked where place <= kept order by goods, place;

-- Grades: price factors and words. A quarter of the goods with grades name them in Korean.
create table grade as
  select * from (values
    (1, 1, 1.00, 'GRADE A', '특등급'), (1, 2, 0.74, 'GRADE B', '상등급'), (1, 3, 0.52, 'GRADE C', '보통등급'),
    (2, 1, 1.00, 'PRIME', '1급'), (2, 2, 0.78, 'STANDARD GRADE', '2급'), (2, 3, 0.55, 'OFF GRADE', '등외'),
    (3, 1, 1.00, 'PREMIUM LINE', '고급형'), (3, 2, 0.62, 'REGULAR LINE', '일반형'), (3, 3, 0.38, 'ECONOMY LINE', '보급형')
  ) as t(graded, grade, factor, text_en, text_ko);
-- The grade that a country mostly makes of a good, for us and for the world.
create macro favoured_grade(goods, origin) as cast(1 + floor(pow(draw('grade.favoured', pair(goods, origin)),
  1.3) * 3) as integer);
create macro grade_factor(graded, grade) as
  case graded when 0 then 1.0 when 1 then [1, 0.74, 0.52][grade] when 2 then [1, 0.78, 0.55][grade]
    else [1, 0.62, 0.38][grade] end;
-- The rate under an agreement: none, a quarter or half of the basic one.
create macro preferred_rate(duty_pct, goods, origin) as
  round(duty_pct * 0.25 * (pick('goods.preference_rate', pair(goods, origin), 3) - 1), 1);
