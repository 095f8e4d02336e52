-- What an analyst would write in an afternoon: trade payments less customs values, in won.
with paid as (
  select company_id, sum(cast(amount_usd as double)) as usd
  from fx_remittance
  where direction = 'out' and purpose in ('trade_advance', 'trade_arrears') and company_id is not null
    and cast(sent_at as date) between $since and $until
  group by company_id
), won as (
  select avg(cast(krw_per_unit as double)) as krw from fx_rate where currency = 'USD' and observed_on between $since and $until
), goods as (
  select importer_id, sum(cast(customs_value_krw as double)) as krw
  from import_declaration where declared_on between $since and $until group by importer_id
)
select p.company_id as subject_id, p.usd * coalesce(w.krw, 1200e0) - coalesce(g.krw, 0e0) as score
from paid p cross join won w left join goods g on g.importer_id = p.company_id
