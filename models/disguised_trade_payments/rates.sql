-- Dollars per unit of each currency: official, before those and else what the banks reckoned with, and on still earlier days the first known.
with official as (
  select r.currency, r.observed_on, r.krw_per_unit / w.krw_per_usd as usd_per_unit
  from official_rates r asof join won w on r.observed_on >= w.observed_on
), first_official as (
  select currency, min(observed_on) as observed_on from official group by all
), banks as (
  select currency, date_trunc('month', sent_on)::date as observed_on, sum(amount_usd) / sum(amount) as usd_per_unit
  from payments where amount > 0 and amount_usd > 0 group by all
), known as (
  select * from official
  union all
  select b.* from banks b left join first_official f on f.currency = b.currency
  where f.currency is null or b.observed_on < f.observed_on
)
select * from known where currency <> 'USD'
union all
select currency, date '1900-01-01', arg_min(usd_per_unit, observed_on) from known where currency <> 'USD' group by currency
union all
select 'USD', date '1900-01-01', 1e0
