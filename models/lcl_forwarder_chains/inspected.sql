-- House bills of the period that were inspected, by themselves or through an item declared for them.
with found as (
  select subject_id as house_bl, outcome, inspected_on from inspection_result where subject_type = 'bill_of_lading'
  union all
  select d.house_bl, r.outcome, r.inspected_on
  from inspection_result r
  join import_declaration d on d.declaration_id = r.subject_id and d.item_no = r.item_no
  where r.subject_type = 'import_item' and d.house_bl is not null
)
select f.house_bl, max(case when f.outcome in ('violation', 'critical') then 1 else 0 end) as violation
from found f
join bills b on b.house_bl = f.house_bl
where f.inspected_on <= $to
group by f.house_bl
