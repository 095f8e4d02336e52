select 'company' as subject_type, f.company_id as subject_id, 'FX-' || lpad(cast(t.fx_group as varchar), 3, '0') as scheme_id,
       any_value(t.difficulty) as difficulty,
       cast(sum(cast(round(t.usd * r.krw, 0) as decimal(20, 0))) as decimal(20, 0)) as amount_krw,
         cast(getvariable('start') + to_days(cast(min(t.n) as integer)) as date) as started_on
from fx_transfer as t join firm as f using (firm) join rate as r on r.currency = 'USD' and r.n = t.n
group by f.company_id, t.fx_group
