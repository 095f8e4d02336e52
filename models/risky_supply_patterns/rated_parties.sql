-- The same for parties. A party needs far more evidence than a route ($party_prior_inspections), since thousands of honest
-- ones are looked at; a combination is shrunk to what its seller, importer or declarant does alone.
with overall as (
  select coalesce(max(p0), 0e0) as p0 from rated_routes
), alone as (
  select p.*, (p.k + $party_prior_inspections * o.p0) / (p.n + $party_prior_inspections) as p
  from parties p cross join overall o
  where p.heading is null and (p.seller is null or p.importer is null)
), joined as (
  select c.*, coalesce(s.p, i.p, d.p, o.p0) as parent
  from parties c
  cross join overall o
  left join alone s on s.seller = c.seller
  left join alone i on i.importer = c.importer
  left join alone d on d.declarant = c.declarant
  where c.heading is not null or (c.seller is not null and c.importer is not null)
), rated as (
  select seller, importer, declarant, heading, n, k, ln, lk, p from alone
  union all
  select seller, importer, declarant, heading, n, k, ln, lk,
         (k + $party_prior_inspections * parent) / (n + $party_prior_inspections) as p
  from joined
)
select seller, importer, declarant, heading, n, k, ln, lk, p,
       wilson_lower(p * (n + $party_prior_inspections), n + $party_prior_inspections, $certainty_z) as bound,
       substr(case when heading is null then '' else ';hs_code=' || heading end ||
              case when seller is null then '' else ';seller_id=' || seller end ||
              case when importer is null then '' else ';importer_id=' || importer end ||
              case when declarant is null then '' else ';declarant_id=' || declarant end, 2) as pattern
from rated
