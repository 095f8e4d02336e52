-- How many payers have at least such a sum and such a share of their payments unexplained.
with placed as (
  select company_id, greatest(0, floor(2 * log2(greatest(unexplained_usd, 1)))) as sum_step, floor(least(0.999, unexplained_usd / nullif(paid_usd, 0)) * 10) as share_step
  from balances where unexplained_usd > 0
), cell as (
  select sum_step, share_step, count(*) as n from placed group by all
), tail as (
  select a.sum_step, a.share_step, sum(b.n) as n from cell a join cell b on b.sum_step >= a.sum_step and b.share_step >= a.share_step group by all
)
select p.company_id, t.n as at_least from placed p join tail t using (sum_step, share_step)
