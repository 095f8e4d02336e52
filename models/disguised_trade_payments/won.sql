-- Won per dollar. Without official rates, what customs reckoned with: customs values of dollar invoices, less freight.
with declared as (
  select date_trunc('month', declared_on)::date as observed_on, sum(customs_value_krw) / sum(invoice_amount) / 1.05 as krw_per_usd
  from goods where currency = 'USD' and invoice_amount > 0 and customs_value_krw > 0 group by all
)
select observed_on, krw_per_unit as krw_per_usd from official_rates where currency = 'USD'
union all
select observed_on, krw_per_usd from declared where not exists (select 1 from official_rates where currency = 'USD')
