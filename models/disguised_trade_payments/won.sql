-- Won per dollar: official, before that and else what customs reckoned with (customs values of dollar invoices, less freight), and on still
-- earlier days the first known.
with declared as (
  select date_trunc('month', declared_on)::date as observed_on, sum(customs_value_krw) / sum(invoice_amount) / 1.05 as krw_per_usd
  from goods where currency = 'USD' and invoice_amount > 0 and customs_value_krw > 0 group by all
), official as (
  select observed_on, krw_per_unit as krw_per_usd from official_rates where currency = 'USD'
), known as (
  select * from official
  union all
  select * from declared where observed_on < coalesce((select min(observed_on) from official), date '9999-12-31')
)
select * from known
union all
select date '1900-01-01', arg_min(krw_per_usd, observed_on) from known having count(*) > 0
