-- Companies whose goods another may pay for: linked, with one representative, or named by its payments: twice or more they gave
-- declarations of the other, of goods from the very counterparty that they paid. Who is tied to more than twenty tells nothing.
with tie as (
  select company_id, other_id from links where company_id <> other_id
  union
  select company_id, other_id from referred where declarations >= 2
  union
  select a.company_id, b.company_id
  from firms a join firms b on a.representative_pid = b.representative_pid and a.company_id <> b.company_id
  where a.representative_pid in (select representative_pid from firms group by 1 having count(*) between 2 and 20)
)
select company_id, other_id from tie
where company_id in (select company_id from tie group by 1 having count(*) <= 20)
