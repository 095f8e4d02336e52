-- All patterns with the minimum support: support, confidence (share of violations), lift, Fisher's exact test against
-- everything inspected, Benjamini and Hochberg's q over all patterns tested, and whether the confirmation part agrees.
with every_level as (
  select distinct pattern1 as pattern, 1 as items, n1 as n, k1 as k, ln1 as ln, lk1 as lk, p1 as p from rated_routes
  union all select distinct pattern2, 1, n2, k2, ln2, lk2, p2 from rated_routes
  union all select distinct pattern3, 1, n3, k3, ln3, lk3, p3 from rated_routes
  union all select distinct pattern4, 2, n4, k4, ln4, lk4, p4 from rated_routes
  union all select distinct pattern5, 3, n5, k5, ln5, lk5, p5 from rated_routes
  union all select distinct pattern6, 4, n6, k6, ln6, lk6, p6 from rated_routes
  union all
  select pattern, case when heading is null and (seller is null or importer is null) then 1 else 2 end, n, k, ln, lk, p
  from rated_parties
), overall as (
  select coalesce(max(n0), 0) as n0, coalesce(max(k0), 0) as k0, coalesce(max(ln0), 0) as ln0, coalesce(max(lk0), 0) as lk0
  from rated_routes
), tested as (
  select e.*, o.n0, o.k0, o.ln0, o.lk0, fisher_exact_ln_p(e.k, e.n, o.k0, o.n0) as ln_p
  from every_level e cross join overall o
  where e.n >= $min_inspected
), ranked as (
  select *, row_number() over (order by ln_p, pattern) as p_rank, count(*) over () as tests from tested
), adjusted as (
  select *, min(ln_p + ln(cast(tests as double)) - ln(cast(p_rank as double)))
              over (order by p_rank desc rows between unbounded preceding and current row) as ln_q
  from ranked
)
select pattern, items, n as inspected, k as violations,
       cast(n as double) / n0 as support, cast(k as double) / n as confidence,
       case when k0 > 0 then (cast(k as double) / n) / (cast(k0 as double) / n0) end as lift,
       p as shrunk_rate, wilson_lower(cast(k as double), cast(n as double), 1.96e0) as wilson_low,
       wilson_upper(cast(k as double), cast(n as double), 1.96e0) as wilson_high,
       ln_p, exp(least(ln_q, 0e0)) as q, ln as late_inspected, lk as late_violations,
       exp(least(ln_q, 0e0)) <= $max_false_discovery and k * n0 > k0 * n as significant,
       case when ln = 0 then 'unseen'
            when wilson_lower(cast(lk as double), cast(ln as double), 1.0e0) > cast(lk0 as double) / ln0 then 'confirmed'
            when wilson_upper(cast(lk as double), cast(ln as double), 1.0e0) < cast(k as double) / n then 'faded'
            else 'open' end as confirmation
from adjusted
