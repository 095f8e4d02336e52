-- Dollars per unit of each currency: official, else what the banks reckoned with.
with official as (
  select r.currency, r.observed_on, r.krw_per_unit / w.krw_per_usd as usd_per_unit
  from official_rates r asof join won w on r.observed_on >= w.observed_on
), banks as (
  select currency, date_trunc('month', sent_on)::date as observed_on, sum(amount_usd) / sum(amount) as usd_per_unit
  from payments where amount > 0 and amount_usd > 0 group by all
)
select * from official
union all
select * from banks where currency not in (select currency from official)
union all
select 'USD', date '1900-01-01', 1e0
