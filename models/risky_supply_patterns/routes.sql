-- Every route (departure, origin, HS subheading, tariff) with the counts of all its broader patterns, from the HS chapter
-- down. n, k: inspected and violations in the whole learning period; ln, lk: in its confirmation part.
-- Suffixes: 0 everything, 1 chapter, 2 heading, 3 subheading, 4 origin + subheading, 5 departure + 4, 6 tariff + 5.
with cell as (
  select chapter, heading, subheading, origin, departure, tax_type, tax_rate,
         count(violation) as n, coalesce(sum(violation), 0) as k,
         count(case when late then violation end) as ln, coalesce(sum(case when late then violation end), 0) as lk
  from items
  group by chapter, heading, subheading, origin, departure, tax_type, tax_rate
)
select chapter, heading, subheading, origin, departure, tax_type, tax_rate,
       cast(sum(n) over () as bigint) as n0, cast(sum(k) over () as bigint) as k0,
       cast(sum(ln) over () as bigint) as ln0, cast(sum(lk) over () as bigint) as lk0,
       cast(sum(n) over (partition by chapter) as bigint) as n1, cast(sum(k) over (partition by chapter) as bigint) as k1,
       cast(sum(ln) over (partition by chapter) as bigint) as ln1, cast(sum(lk) over (partition by chapter) as bigint) as lk1,
       cast(sum(n) over (partition by heading) as bigint) as n2, cast(sum(k) over (partition by heading) as bigint) as k2,
       cast(sum(ln) over (partition by heading) as bigint) as ln2, cast(sum(lk) over (partition by heading) as bigint) as lk2,
       cast(sum(n) over (partition by subheading) as bigint) as n3, cast(sum(k) over (partition by subheading) as bigint) as k3,
       cast(sum(ln) over (partition by subheading) as bigint) as ln3,
       cast(sum(lk) over (partition by subheading) as bigint) as lk3,
       cast(sum(n) over (partition by origin, subheading) as bigint) as n4,
       cast(sum(k) over (partition by origin, subheading) as bigint) as k4,
       cast(sum(ln) over (partition by origin, subheading) as bigint) as ln4,
       cast(sum(lk) over (partition by origin, subheading) as bigint) as lk4,
       cast(sum(n) over (partition by departure, origin, subheading) as bigint) as n5,
       cast(sum(k) over (partition by departure, origin, subheading) as bigint) as k5,
       cast(sum(ln) over (partition by departure, origin, subheading) as bigint) as ln5,
       cast(sum(lk) over (partition by departure, origin, subheading) as bigint) as lk5,
       n as n6, cast(k as bigint) as k6, ln as ln6, cast(lk as bigint) as lk6
from cell
