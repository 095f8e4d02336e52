-- All patterns with the minimum support. They are chosen on the earlier part of the learning period: support, confidence
-- (share of violations), lift, Fisher's exact test against everything inspected then, and Benjamini and Hochberg's q over
-- all patterns tested. The confirmation part, which had no say in that, tells whether they hold.
-- inspected, violations: earlier part; late_…: confirmation part. shrunk_rate: of both. A pattern that reaches the minimum
-- support only with the confirmation part is new: not tested.
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
  select coalesce(max(n0 - ln0), 0) as n0, coalesce(max(k0 - lk0), 0) as k0, coalesce(max(ln0), 0) as ln0,
         coalesce(max(lk0), 0) as lk0
  from rated_routes
), counted as (
  select e.pattern, e.items, e.n - e.ln as n, e.k - e.lk as k, e.ln, e.lk, e.p, o.n0, o.k0, o.ln0, o.lk0,
         e.n - e.ln >= $min_inspected as tested
  from every_level e cross join overall o
  where e.n >= $min_inspected
), ranked as (
  select *, row_number() over (order by ln_p, pattern) as p_rank, count(*) over () as tests
  from (select pattern, fisher_exact_ln_p(k, n, k0, n0) as ln_p from counted where tested) as test
), adjusted as (
  select pattern, ln_p, min(ln_p + ln(cast(tests as double)) - ln(cast(p_rank as double)))
                          over (order by p_rank desc rows between unbounded preceding and current row) as ln_q
  from ranked
)
select c.pattern, c.items, c.n as inspected, c.k as violations,
       case when c.tested then cast(c.n as double) / c.n0 end as support,
       case when c.tested then cast(c.k as double) / c.n end as confidence,
       case when c.tested and c.k0 > 0 then (cast(c.k as double) / c.n) / (cast(c.k0 as double) / c.n0) end as lift,
       c.p as shrunk_rate,
       case when c.tested then wilson_lower(cast(c.k as double), cast(c.n as double), 1.96e0) end as wilson_low,
       case when c.tested then wilson_upper(cast(c.k as double), cast(c.n as double), 1.96e0) end as wilson_high,
       a.ln_p, case when c.tested then exp(least(a.ln_q, 0e0)) end as q, c.ln as late_inspected, c.lk as late_violations,
       c.tested and exp(least(a.ln_q, 0e0)) <= $max_false_discovery and c.k * c.n0 > c.k0 * c.n
         as significant,
       case when not c.tested then 'new'
            when c.ln = 0 then 'unseen'
            when wilson_lower(cast(c.lk as double), cast(c.ln as double), 1.0e0) > cast(c.lk0 as double) / c.ln0
              then 'confirmed'
            when wilson_upper(cast(c.lk as double), cast(c.ln as double), 1.0e0) < cast(c.k as double) / c.n then 'faded'
            else 'open' end as confirmation
from counted c
left join adjusted a on a.pattern = c.pattern
