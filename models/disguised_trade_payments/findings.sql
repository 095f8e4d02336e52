-- Every payer by the evidence; a group stands just behind the last of its members that is an alert, or the first where none is.
with company as (
  select t.*, b.* exclude (company_id), a.score, a.alert,
         b.unmatched_usd * (select krw_per_usd from won order by observed_on desc limit 1) as unmatched_krw
  from totals t
  join balances b on b.company_id = t.company_id
  join alerts a on a.company_id = t.company_id
), member as (
  select g.first_id, c.* from group_members g join company c on c.company_id = g.company_id
)
select 'company' as subject_type, company_id as subject_id, score, alert, unmatched_krw as amount_at_stake_krw,
       cast(null as varchar) as members, unmatched_usd, unexplained_usd, paid_usd, goods_usd, aged_0_90_usd, aged_91_180_usd,
       aged_181_365_usd, aged_over_365_usd, unpaid_goods_usd, affiliates_usd, passed_on_usd, weight, weight_money, weight_sum, weight_age,
       weight_capital, weight_deposits, weight_timing, weight_beneficiary, weight_shared, weight_burst, weight_unknown,
       weight_branch, weight_explained
from company
union all
select 'group', string_agg(company_id, '+' order by company_id), coalesce(min(score) filter (where alert), max(score)) * (1 - 1e-8),
       count(*) filter (where alert) >= 2, sum(unmatched_krw), string_agg(company_id, ';' order by score desc, company_id),
       sum(unmatched_usd), sum(unexplained_usd), sum(paid_usd), sum(goods_usd), sum(aged_0_90_usd), sum(aged_91_180_usd),
       sum(aged_181_365_usd), sum(aged_over_365_usd), sum(unpaid_goods_usd), sum(affiliates_usd), sum(passed_on_usd), avg(weight),
       avg(weight_money), avg(weight_sum), avg(weight_age), avg(weight_capital), avg(weight_deposits), avg(weight_timing),
       avg(weight_beneficiary), avg(weight_shared), avg(weight_burst), avg(weight_unknown), avg(weight_branch), avg(weight_explained)
from member
group by first_id
