with total as (
  select *, w_money + w_size + w_age + w_capital + w_deposits + w_timing + w_beneficiary + w_shared + w_burst + w_unknown + w_branch + w_explained as weight from weights
)
select 'company' as subject_type, company_id as subject_id, 1 / (1 + exp(-(weight - 4.6) / 3)) as score, weight >= 7 as alert, unmatched_usd * 1200 as amount_at_stake_krw,
  columns(t.* exclude(company_id)), columns(b.* exclude (company_id))
from total t join balances b using (company_id)
