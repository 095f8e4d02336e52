-- The supervisor's rules of July 2022 with their sums, or a share of this nation's payers where those are smaller:
-- new firms that pay much, and (i) far above their capital, (ii) fed by exchange-linked deposits, (iii) through one branch.
with line as (
  select least($rule_usd, max(paid_usd) filter (where place <= (1 - $rule_payers) * n)) as usd
  from (select paid_usd, row_number() over (order by paid_usd) as place, count(*) over () as n from balances)
), fed as (
  select company_id, count(*) as deposits from deposits where exchange_linked group by company_id
)
select b.company_id, s.capital_multiple >= $rule_capital_multiple as new_and_large, coalesce(f.deposits, 0) >= 5 as exchange_fed,
       s.branch_share >= 0.5 as one_branch
from balances b
cross join line l
join signs s on s.company_id = b.company_id
left join fed f on f.company_id = b.company_id
where b.paid_usd >= l.usd and s.age_days < $new_firm_days
