-- When does the gap that is to be explained begin, and how unusual is it? An honest series has a level of its own, scattered
-- between series, and months scattered about it. For each start that leaves four months on either side, and for the whole
-- period, the excess gap from then on is set against what the months before lead to expect (their mean, drawn towards what is
-- usual by between / (between + within / months)), in standard deviations. The largest counts; the chance allows for as many
-- starts (Šidák). mirrored: the same on the side where no dumping can be, prices above what is usual or rising. Where two in a
-- hundred of those reach more than the 3.04 that so many starts of a normal series reach, all are divided by the excess.
with series_month as (
  select s.hs6, s.country, s.supplier, s.month, s.months, s.period, s.weight, s.weight * (c.excess + s.change - c.mean_change) as weighted,
         c.between_square, c.within_square
  from series s join scaled c on c.hs6 = s.hs6 and c.country = s.country and c.supplier is not distinct from s.supplier
), running as (
  select *, coalesce(sum(weight) over before, 0) as early_weight, coalesce(sum(weighted) over before, 0) as early_sum,
         sum(weight) over (partition by hs6, country, supplier) as all_weight,
         sum(weighted) over (partition by hs6, country, supplier) as all_sum
  from series_month
  window before as (partition by hs6, country, supplier order by month rows between unbounded preceding and 1 preceding)
), started as (
  select hs6, country, supplier, case when month > 1 then period end as since, between_square, all_weight - early_weight as weight,
         (all_sum - early_sum) / (all_weight - early_weight) as late, within_square,
         case when month = 1 then 0 else between_square / (between_square + within_square / early_weight) end as trust,
         case when month = 1 then 0 else early_sum / early_weight end as early
  from running where month = 1 or (month > 4 and months - month + 1 >= 4)
), measured as (
  select *, late - trust * early as rise, (late - trust * early) / sqrt(between_square * (1 - trust) + within_square / weight) as z
  from started
), largest as (
  select hs6, country, supplier, max(z) as z, max(-z) as mirrored_z, count(*) as starts, arg_max(coalesce(since, ''), z) as since,
         arg_max(rise, z) as rise
  from measured group by hs6, country, supplier
), placed as (
  select supplier is null as is_pair, mirrored_z, row_number() over (partition by supplier is null order by mirrored_z desc) as place,
         count(*) over (partition by supplier is null) as series
  from largest
), tail as (
  select is_pair, greatest(1, max(mirrored_z) filter (where place >= 0.02 * series) / 3.04) as inflation from placed group by is_pair
), chance as (
  select l.*, normal_upper(l.z / t.inflation) as one, normal_upper(l.mirrored_z / t.inflation) as mirrored_one
  from largest l join tail t on t.is_pair = (l.supplier is null)
)
select c.hs6, c.country, c.supplier, c.months, c.gap, c.usual_gap, c.excess, c.mass_kg, c.value_usd, c.value_krw, c.margin_declared,
       c.margin_like, h.z, nullif(h.since, '') as since, h.rise,
       case when h.one < 1e-9 then h.starts * h.one else 1 - (1 - h.one) ** h.starts end as p,
       case when h.mirrored_one < 1e-9 then h.starts * h.mirrored_one else 1 - (1 - h.mirrored_one) ** h.starts end as mirrored_p
from scaled c
join chance h on h.hs6 = c.hs6 and h.country = c.country and h.supplier is not distinct from c.supplier
