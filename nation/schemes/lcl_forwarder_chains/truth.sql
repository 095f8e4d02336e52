-- The value of what rode: by forwarder, and by rider. Those whose names were borrowed did nothing.
with carried as (
  select r.scheme, r.firm, r.forwarder, cast(substr(r.scheme, 5) as integer) as case_no,
         cast(sum(cast(l.fair_usd * u.krw as decimal(20, 2))) as decimal(20, 0)) as krw, min(l.n) as n
  from import_line as l join relation as r using (relation) join rate as u on u.currency = 'USD' and u.n = l.n
  where r.scheme like 'FWD-%' or r.scheme like 'RID-%' group by all
)
select 'company' as subject_type, f.company_id as subject_id, 'FWD-' || lpad(cast(c.case_no as varchar), 3, '0') as scheme_id,
       any_value(x.difficulty) as difficulty, sum(c.krw) as amount_krw,
       cast(getvariable('start') + to_days(cast(min(x.n) as integer)) as date) as started_on
from carried as c join lcl_forwarder as x using (case_no) join forwarder as f on f.forwarder = x.forwarder
  group by f.company_id, c.case_no
union all
select 'company', f.company_id, c.scheme, any_value(x.difficulty), sum(c.krw),
       cast(getvariable('start') + to_days(cast(min(c.n) as integer)) as date)
from carried as c join lcl_forwarder as x using (case_no) join firm as f on f.firm = c.firm where c.scheme like 'RID-%'
  group by f.company_id, c.scheme
