-- Suspects connected through what they have in common; a group is called after the first of its companies.
with recursive edge as (
  select 'company ' || company_id as from_node, 'trait ' || trait as to_node from bonds
  union all
  select 'trait ' || trait, 'company ' || company_id from bonds
), reached as (
  select distinct 'company ' || company_id as node, company_id as first_id from bonds
  union
  select e.to_node, r.first_id from reached r join edge e on e.from_node = r.node
)
select substr(node, 9) as company_id, min(first_id) as first_id from reached where starts_with(node, 'company ') group by node
