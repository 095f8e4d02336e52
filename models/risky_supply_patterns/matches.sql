-- The item's most specific route, and the strongest party pattern that it matches.
with party as (
  select c.subject_id, p.pattern, p.n, p.k, p.p, p.bound from candidates c
    join rated_parties p on p.seller = c.seller and p.importer is null and (p.heading is null or p.heading = c.heading)
  union all
  select c.subject_id, p.pattern, p.n, p.k, p.p, p.bound from candidates c
    join rated_parties p on p.importer = c.importer and p.seller is null and (p.heading is null or p.heading = c.heading)
  union all
  select c.subject_id, p.pattern, p.n, p.k, p.p, p.bound from candidates c
    join rated_parties p on p.declarant = c.declarant and (p.heading is null or p.heading = c.heading)
  union all
  select c.subject_id, p.pattern, p.n, p.k, p.p, p.bound from candidates c
    join rated_parties p on p.seller = c.seller and p.importer = c.importer
), placed_party as (
  select *, row_number() over (partition by subject_id order by bound desc, pattern) as place from party
), best_party as (
  select subject_id, pattern, n, k, p, bound from placed_party where place = 1
)
select c.subject_id, c.declared_on, c.customs_value_krw, c.subheading, c.origin, c.departure, c.seller, c.importer, c.declarant,
       greatest(r.bound, coalesce(b.bound, 0e0)) as score,
       case when coalesce(b.bound, 0e0) > r.bound then b.p else r.p6 end as shrunk_rate,
       r.p0, r.n0, r.k0,
       case when r.n6 > 0 then r.pattern6 when r.n5 > 0 then r.pattern5 when r.n4 > 0 then r.pattern4
            when r.n3 > 0 then r.pattern3 when r.n2 > 0 then r.pattern2 when r.n1 > 0 then r.pattern1 end as route_pattern,
       case when r.n6 > 0 then r.n6 when r.n5 > 0 then r.n5 when r.n4 > 0 then r.n4
            when r.n3 > 0 then r.n3 when r.n2 > 0 then r.n2 else r.n1 end as route_inspected,
       case when r.n6 > 0 then r.k6 when r.n5 > 0 then r.k5 when r.n4 > 0 then r.k4
            when r.n3 > 0 then r.k3 when r.n2 > 0 then r.k2 else r.k1 end as route_violations,
       case when r.n5 > r.n6 and r.n6 > 0 then r.pattern5 when r.n4 > r.n5 and r.n5 > 0 then r.pattern4
            when r.n3 > r.n4 and r.n4 > 0 then r.pattern3 when r.n2 > r.n3 and r.n3 > 0 then r.pattern2 end as wider_pattern,
       case when r.n5 > r.n6 and r.n6 > 0 then r.n5 when r.n4 > r.n5 and r.n5 > 0 then r.n4
            when r.n3 > r.n4 and r.n4 > 0 then r.n3 when r.n2 > r.n3 and r.n3 > 0 then r.n2 end as wider_inspected,
       case when r.n5 > r.n6 and r.n6 > 0 then r.k5 when r.n4 > r.n5 and r.n5 > 0 then r.k4
            when r.n3 > r.n4 and r.n4 > 0 then r.k3 when r.n2 > r.n3 and r.n3 > 0 then r.k2 end as wider_violations,
       b.pattern as party_pattern, b.n as party_inspected, b.k as party_violations, b.bound as party_bound
from candidates c
join rated_routes r on r.departure = c.departure and r.origin = c.origin and r.subheading = c.subheading
  and r.tax_type = c.tax_type and r.tax_rate = c.tax_rate
left join best_party b on b.subject_id = c.subject_id
