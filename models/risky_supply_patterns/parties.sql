-- Sellers, importers and declarants, alone and with the HS heading, and sellers with importers: the parties' combinations
-- that have the minimum support. An empty party is no party.
with cell as (
  select seller, importer, declarant, heading,
         grouping(seller) as no_seller, grouping(importer) as no_importer, grouping(declarant) as no_declarant,
         grouping(heading) as no_heading,
         count(*) as n, cast(sum(violation) as bigint) as k,
         count(case when late then violation end) as ln, cast(coalesce(sum(case when late then violation end), 0) as bigint) as lk
  from items
  where violation is not null
  group by grouping sets ((seller), (importer), (declarant), (seller, heading), (importer, heading), (declarant, heading),
                          (seller, importer))
  having count(*) >= $min_inspected
)
select seller, importer, declarant, heading, n, k, ln, lk
from cell
where (no_seller = 1 or seller is not null) and (no_importer = 1 or importer is not null)
  and (no_declarant = 1 or declarant is not null)
