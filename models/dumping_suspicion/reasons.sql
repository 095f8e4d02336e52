-- Largest sign first.
with r as (
  select *, hs6 || '/' || country as subject_id from interval_of
)
select subject_id, 1 as position, case when margin > 0 then 'below_third_countries' else 'not_below' end as code, margin as share, interval_low as low, interval_high as high,
       months as number, cast(null as varchar) as party, cast(null as varchar) as period
from r
union all
select subject_id, 2, 'widened', exp(rise) - 1, null, null, null, null, since from r where since is not null and z > 2
union all
select subject_id, 3, 'one_supplier', supplier_margin, null, null, suppliers, best_supplier, supplier_since from r where by_supplier
union all
select subject_id, 4, 'undercuts', 1 - exp(-undercut), null, null, null, null, since from r where undercut > 0.02
union all
select subject_id, 5, 'growth', monthly_kg_late / monthly_kg_early - 1, share_early, share_late, null, null, since from r
where monthly_kg_late > 1.1 * monthly_kg_early
union all
select subject_id, 6, case when home_share is null then 'idle_capacity' else 'idle_and_home' end, idle_share, home_share, null, null, null, null from r where idle_share > $idle_capacity
union all
select subject_id, 7, 'negligible_volume', share_late, null, null, null, null, null from r where negligible
union all
select r.subject_id, 8, 'already_measured', max(m.rate_pct) / 100, null, null, null, null, cast(min(m.effective_from) as varchar)
from r join measures m on m.country = r.country and starts_with(r.hs6, substr(m.hs_prefix, 1, 6)) group by r.subject_id
union all
select f.subject_id, 9, 'not_comparable', null, null, null, null, null, null from findings f where f.months is null
