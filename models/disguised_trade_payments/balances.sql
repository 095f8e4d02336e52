-- One row a company: what it paid, what no goods cover, and which innocent explanations the data supports.
with paid as (
  select company_id, sum(amount_usd) as paid_usd, count(*) as payments, min(sent_on) as first_paid_on, max(sent_on) as last_paid_on
  from payments group by all
), uncovered as (
  select company_id, sum(left_usd) as unmatched_usd, sum(ripe_usd) as ripe_usd, min(sent_on) as open_from, max(sent_on) as open_to, count(*) as open_payments,
         sum(left_usd) filter (where age <= 90) as aged_0_90_usd, sum(left_usd) filter (where age between 91 and 180) as aged_91_180_usd,
         sum(left_usd) filter (where age between 181 and 365) as aged_181_365_usd, sum(left_usd) filter (where age > 365) as aged_over_365_usd
  from open group by all
), own as (
  select company_id, usd from absorbed
), affiliate as (
  select company_id, sum(usd) as usd from affiliates group by all
), supply as (
  select company_id, sum(usd) as usd from supplies group by all
), received as (
  select company_id, sum(amount_usd) as usd from receipts group by all
), exported as (
  select e.company_id, sum(e.fob_value_krw / w.krw_per_usd) as usd
  from exports e asof join won w on e.month >= w.observed_on group by all
), total as (
select p.*, coalesce(u.unmatched_usd, 0) as unmatched_usd, coalesce(u.ripe_usd, 0) as ripe_usd, u.open_from, u.open_to,
       coalesce(u.open_payments, 0) as open_payments, coalesce(s.usd, 0) as goods_usd,
       coalesce(aged_0_90_usd, 0) as aged_0_90_usd, coalesce(aged_91_180_usd, 0) as aged_91_180_usd,
       coalesce(aged_181_365_usd, 0) as aged_181_365_usd, coalesce(aged_over_365_usd, 0) as aged_over_365_usd,
       least(coalesce(u.ripe_usd, 0), coalesce(o.usd, 0)) as unpaid_goods_usd,
       coalesce(a.usd, 0) as affiliates_usd,
       coalesce(i.paired_usd, 0) as paired_usd,
       coalesce(i.like_usd, 0) as like_usd,
       greatest(0, coalesce(r.usd, 0) - coalesce(e.usd, 0)) as unexported_usd
from paid p
left join received r on r.company_id = p.company_id
left join exported e on e.company_id = p.company_id
left join uncovered u on u.company_id = p.company_id
left join own o on o.company_id = p.company_id
left join affiliate a on a.company_id = p.company_id
left join supply s on s.company_id = p.company_id
left join passed_on i on i.company_id = p.company_id
)
-- Receipts beyond exports bound what may have been passed on in other portions.
, explained as (
select *, greatest(paired_usd, least(like_usd, unexported_usd)) as passed_on_usd
from total
)
-- In whole cents: what is left of doubles added in another order is no money.
select *, round(greatest(0, ripe_usd - unpaid_goods_usd - affiliates_usd - passed_on_usd), 2) as unexplained_usd from explained
