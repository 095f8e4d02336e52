-- Every piece of evidence that weighs, for and against, in the order of the method; then what the rules of the supervisor say.
with fact as (
  select t.*, b.unexplained_usd, b.unmatched_usd, b.paid_usd, b.payments, b.passed_on_usd, b.affiliates_usd, b.unpaid_goods_usd,
         b.open_from, b.open_to, b.open_payments, c.at_least, p.n as payers, s.age_days, s.capital_multiple, s.fellow_payers, s.sharers, s.burst_share,
         s.unknown_share, s.branch_share, d.open_share as deposit_share, m.rho, m.lag, m.p, m.q, r.new_and_large, r.exchange_fed, r.one_branch
  from totals t
  join balances b on b.company_id = t.company_id
  cross join (select count(*) as n from balances) p
  left join cells c on c.company_id = t.company_id
  left join signs s on s.company_id = t.company_id
  left join deposit_shares d on d.company_id = t.company_id
  left join timing m on m.company_id = t.company_id
  left join rules r on r.company_id = t.company_id
)
select 'company' as subject_type, company_id as subject_id, 1 as position,
       case when unexplained_usd > 0 then 'money' else 'covered' end as code, weight_money as weight,
       unexplained_usd as usd, paid_usd as total_usd, unexplained_usd / nullif(paid_usd, 0) as share, coalesce(at_least, 0) as firms, payers,
       cast(null as date) as since_day, cast(null as date) as until_day, cast(null as double) as value
from fact
union all
select 'company', company_id, 2, 'sum', weight_sum, unexplained_usd, paid_usd, null, null, null, null, null, null from fact where weight_sum > 0
union all
select 'company', company_id, 3, 'burst', weight_burst, null, null, burst_share, null, null, open_from, open_to, null
from fact where abs(weight_burst) >= 0.3
union all
select 'company', company_id, 4, case when unknown_share >= 0.5 then 'unknown' else 'known' end, weight_unknown, null, null, unknown_share, null, null, null, null, null
from fact where abs(weight_unknown) >= 0.3
union all
select 'company', company_id, 5, 'beneficiary', weight_beneficiary, null, null, null, fellow_payers, null, null, null, null from fact where weight_beneficiary > 0
union all
select 'company', company_id, 6, 'deposits', weight_deposits, null, null, deposit_share, null, null, null, null, null from fact where weight_deposits > 0
union all
select 'company', company_id, 7, 'timing', weight_timing, null, null, null, null, null, null, null, rho from fact where weight_timing > 0.3
union all
select 'company', company_id, 8, case when weight_age > 0 then 'young' else 'old' end, weight_age, null, null, null, null, null, null, null, age_days
from fact where abs(weight_age) >= 0.3
union all
select 'company', company_id, 9, 'capital', weight_capital, null, null, null, null, null, null, null, capital_multiple from fact where weight_capital > 0
union all
select 'company', company_id, 10, 'shared', weight_shared, null, null, null, sharers, null, null, null, null from fact where weight_shared > 0
union all
select 'company', company_id, 11, 'branch', weight_branch, null, null, branch_share, null, null, null, null, null from fact where weight_branch > 0
union all
select 'company', company_id, 12, 'passed_on', weight_explained, passed_on_usd, null, null, null, null, null, null, null from fact
where weight_explained < -0.05 and passed_on_usd > 0
union all
select 'company', company_id, 13, 'affiliates', weight_explained, affiliates_usd, null, null, null, null, null, null, null from fact
where weight_explained < -0.05 and affiliates_usd > 0
union all
select 'company', company_id, 14, 'own_goods', null, unpaid_goods_usd, null, null, null, null, null, null, null from fact
where unpaid_goods_usd > 0.1 * unmatched_usd and unmatched_usd > 0
union all
select 'company', company_id, 15, 'rule_capital', null, paid_usd, null, null, null, null, null, null, capital_multiple from fact where new_and_large
union all
select 'company', company_id, 16, 'rule_deposits', null, paid_usd, null, null, null, null, null, null, null from fact where exchange_fed
union all
select 'company', company_id, 17, 'rule_branch', null, paid_usd, null, branch_share, null, null, null, null, null from fact where one_branch
union all
select 'group', subject_id, 1, 'group', weight, unexplained_usd, paid_usd, null, length(members) - length(replace(members, ';', '')) + 1, null, null, null, null
from findings where subject_type = 'group'
union all
select 'group', n.subject_id, 1 + row_number() over (partition by n.subject_id order by b.kind), 'bond_' || b.kind, null, null, null, null,
       count(distinct g.company_id), null, null, null, null
from group_members g join bonds b on b.company_id = g.company_id
join (select first_id, string_agg(company_id, '+' order by company_id) as subject_id from group_members group by first_id) n on n.first_id = g.first_id
group by n.subject_id, b.kind
