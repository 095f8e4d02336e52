-- Connected suspects: each is called after the first of those that it reaches.
with recursive reached as (
  select company_id, company_id as other_id from bonds
  union
  select r.company_id, b.other_id from reached r join bonds b on b.company_id = r.other_id
)
select company_id, min(other_id) as first_id from reached group by company_id
