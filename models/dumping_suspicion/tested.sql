-- How unusual each series is among all of its kind (a supplier, or all suppliers of a country: one, two, three, more): its
-- excess gap, and its largest rise within the period, in robust standard deviations; and the chance of both together. The
-- scales come from the middle of this nation's own series, so that what is usual here is not called a signal; those of a
-- rare kind lean on all. Tails heavier than the normal's are measured on the side where no dumping can be: series that lie
-- below what is usual and fall. The squares are divided by what makes two in a hundred of those look as two in a hundred
-- should (6.0 is the 98th percentile of the chi-bar-squared distribution used).
with both_parts as (
  select l.*, s.t as rise_t, s.fall_t, s.since, s.rise
  from levels l
  left join splits s on s.hs6 = l.hs6 and s.country = l.country and s.supplier is not distinct from l.supplier
), middle as (
  select kind, median(excess_gap) as excess, median(rise_t) as rise_t, median(fall_t) as fall_t from both_parts group by kind
), centred as (
  select b.*, b.excess_gap - m.excess as excess, b.rise_t - m.rise_t as rise_above, b.fall_t - m.fall_t as fall_above
  from both_parts b join middle m on m.kind = b.kind
), everybody as (
  select median(abs(excess)) as excess_scale, median(abs(rise_above)) as rise_scale from centred
), kind_scale as (
  select kind, count(*) as series, median(abs(excess)) as excess_scale, median(abs(rise_above)) as rise_scale,
         avg(least(error, 0.3) ** 2) as error_square
  from centred group by kind
), scale as (
  select k.kind, k.error_square,
         greatest(1.4826 * sqrt((k.series * k.excess_scale ** 2 + 30 * e.excess_scale ** 2) / (k.series + 30)), 0.01) as excess_scale,
         greatest(1.4826 * sqrt((k.series * coalesce(k.rise_scale, 0) ** 2 + 30 * e.rise_scale ** 2) / (k.series + 30)), 0.5) as rise_scale
  from kind_scale k cross join everybody e
), standardised as (
  select c.*, c.excess / sqrt(greatest(s.excess_scale ** 2 - s.error_square, 0.25 * s.excess_scale ** 2) + c.error ** 2) as level_z,
         coalesce(c.rise_above / s.rise_scale, 0) as rise_z, coalesce(c.fall_above / s.rise_scale, 0) as fall_z
  from centred c join scale s on s.kind = c.kind
), summed as (
  select *, kind > 0 as is_pair, greatest(level_z, 0) ** 2 + greatest(rise_z, 0) ** 2 as raw_square,
         greatest(-level_z, 0) ** 2 + greatest(fall_z, 0) ** 2 as mirrored
  from standardised
), placed as (
  select is_pair, mirrored, row_number() over (partition by is_pair order by mirrored desc) as place,
         count(*) over (partition by is_pair) as series
  from summed
), tail as (
  select is_pair, greatest(1, max(mirrored) filter (where place >= 0.02 * series) / 6.0) as inflation
  from placed group by is_pair
), inflated as (
  select s.*, s.raw_square / coalesce(t.inflation, 1) as square, s.mirrored / coalesce(t.inflation, 1) as mirrored_square
  from summed s join tail t on t.is_pair = s.is_pair
)
select *, least(1, 0.5 * chi_squared_upper(square, 1) + 0.25 * chi_squared_upper(square, 2) + case when square = 0 then 0.25 else 0 end) as p,
       least(1, 0.5 * chi_squared_upper(mirrored_square, 1) + 0.25 * chi_squared_upper(mirrored_square, 2) + case when mirrored_square = 0 then 0.25 else 0 end) as mirrored_p
from inflated
