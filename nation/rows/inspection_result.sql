-- What inspections found: a few items of every day, more of careless firms; a fifth of them drawn at random.
with candidates as (
  select declaration_id, item_no, declared_on, l.line, f.carelessness, i.duty_krw, i.customs_value_krw, l.scheme,
         draw('inspect.item', l.line) as u,
         0.012 as random_share, 0.02 + 0.10 * cast(f.carelessness > 0.9 as integer) as chosen_share
  from import_line as l join firm as f using (firm) join import_declaration as i
    on cast(substr(i.declaration_id, 10, 8) as bigint) = l.shipment and i.item_no = l.item
  where draw('inspect.item', l.line) < 0.14 and not (coalesce(l.scheme, '') like 'RID%'
    and chance('inspect.passed', l.line, 0.7))
), inspected as (
  select *, case when u < random_share then 'random' when u < random_share + chosen_share * 0.7 then 'rule'
         else 'manual' end as selected_by,
         draw('inspect.wrong', line) < case when scheme is not null then 0.25 when carelessness > 0.95 then 0.35
           when carelessness > 0.85 then 0.12 else 0.02 end as wrong
  from candidates where u < random_share + chosen_share
)
select 'import_item' as subject_type, declaration_id as subject_id, item_no,
       cast(declared_on + to_days(cast(pick('inspect.wait', line, 6) as integer)) as date) as inspected_on, selected_by,
       case when selected_by = 'random' then 0.012 end as selection_probability, case when not wrong then 'clear'
         when chance('inspect.critical', line, 0.15) then 'critical' else 'violation' end as outcome,
       case when wrong then ['undervaluation', 'origin_marking', 'misclassification',
         'quantity'][pick('inspect.type', line, 4)] end as offence_type,
       case when wrong then round(customs_value_krw * (0.02 + 0.1 * draw('inspect.recovered', line)), 0) end as recovered_krw
from inspected where declared_on + to_days(cast(pick('inspect.wait', line, 6) as integer)) <= getvariable('last_day')
order by subject_id, item_no
