-- Won per US dollar by month: the mean of the rates, or where none are loaded that of the dollar invoices themselves.
with quoted as (
  select substr(cast(observed_on as varchar), 1, 7) as period, avg(cast(krw_per_unit as double)) as krw
  from fx_rate where currency = 'USD' and krw_per_unit > 0 group by substr(cast(observed_on as varchar), 1, 7)
), invoiced as (
  select substr(cast(declared_on as varchar), 1, 7) as period,
         sum(cast(customs_value_krw as double)) / sum(cast(invoice_amount as double)) as krw
  from import_declaration where invoice_currency = 'USD' and invoice_amount > 0 and customs_value_krw > 0
  group by substr(cast(declared_on as varchar), 1, 7)
), month as (
  select distinct period from imports
)
select m.period, coalesce(q.krw, i.krw) as krw
from month m
left join quoted q on q.period = m.period
left join invoiced i on i.period = m.period
where coalesce(q.krw, i.krw) is not null
