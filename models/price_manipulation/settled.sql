-- Where mass and quantity of an item disagree, one of them is misread, and the smaller gap of both ways holds, also after the
-- usual misreadings of a unit. Only then: otherwise a unit would explain a price.
with factor as (
  select unnest([0, ln(2), ln(10), ln(12), ln(100), ln(144), ln(1000)]) as step
), misread as (
  select j.subject_id, min(least(abs(j.gap + f.step), abs(j.gap - f.step),
                                 coalesce(least(abs(j.other_gap + f.step), abs(j.other_gap - f.step)), 1e9))) as least_gap,
         min(least(abs(j.gap), coalesce(abs(j.other_gap), 1e9))) as plain_gap
  from judged j cross join factor f
  where abs(j.misfit) > greatest($unit_misfit, 4 * coalesce(j.unit_sd, 0))
  group by j.subject_id
)
select j.*, m.subject_id is not null as misread, case when m.subject_id is null then j.gap else sign(j.gap) * m.least_gap end as settled_gap
from judged j
left join misread m on m.subject_id = j.subject_id
