-- Each supplier of the country with enough months, the most unusual first.
select t.supplier as supplier_id, t.months, t.mass_kg, t.value_krw, t.margin_declared, t.margin_like, t.since, t.p
from tested t
where t.supplier is not null and t.hs6 || '/' || t.country = $subject_id
order by t.p, t.supplier
