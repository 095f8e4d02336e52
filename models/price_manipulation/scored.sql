with scale as (
  select sqrt(1 + 0) as one
), unit as (
  -- Where mass and quantity disagree one of them is misread: the smaller gap holds, also after the usual factors.
  select j.*, case when abs(misfit) > 0.6 then
      list_min(list_transform([gap, coalesce(other_gap, gap), gap - ln(10), gap + ln(10), gap - ln(1000), gap + ln(1000), other_gap - ln(10), other_gap + ln(10),
                other_gap - ln(1000), other_gap + ln(1000), gap - ln(2), gap + ln(2), other_gap - ln(2), other_gap + ln(2), gap - ln(12), gap + ln(12)], lambda g: abs(g)))
      end as explained
  from judged j
), z as (
  select *, case when explained is not null then sign(gap) * explained else gap end as d from unit
), zz as (
  select *, d / sqrt(noise ** 2 + spread ** 2 * (own_v - v)) as z from z
), hidden as (
  select *, row_number() over (order by abs(z) desc) / cast(count(*) over () as double) as g_tail,
    rank() over (partition by hs_code, z < 0 order by abs(z) desc) - rank() over (partition by hs_code, importer, z < 0 order by abs(z) desc) as above,
    count(*) over (partition by hs_code) - count(*) over (partition by hs_code, importer) as others
  from zz
), tail as (
  select *, 2 * 0.5 * exp(-0.5 * least(z * z, 6 * abs(z))) as p0 from hidden
)
select t.*, (above + 30 * least(g_tail, 1)) / (others + 30) as p_item, r.z as rel_z, o.t as onset_t, o.since, o.after
from tail t join relations r on r.importer = t.importer and r.seller = t.seller
left join onsets o on o.importer = t.importer and o.seller = t.seller
