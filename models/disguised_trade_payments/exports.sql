-- Goods that companies exported, by month.
select exporter_id as company_id, cast(date_trunc('month', declared_on) as date) as month,
       sum(cast(fob_value_krw as double)) as fob_value_krw
from export_declaration
where declared_on between $since and $until and exporter_id is not null
group by exporter_id, cast(date_trunc('month', declared_on) as date)
