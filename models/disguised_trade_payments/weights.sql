-- Each piece of evidence as a log-likelihood ratio: its share among schemes as stated on the card against its share among the payers.
with n as (
  select count(*) as n, (select paid_usd from (select paid_usd, row_number() over (order by paid_usd) as place, count(*) over () as n from balances) where place = (n + 1) // 2) as typical_usd from balances
), age as (
  select company_id, case when age_days is null then null when age_days < 180 then 0 when age_days < 365 then 1 when age_days < 730 then 2 else 3 end as step from signs
), age_rate as (
  select step, (count(*) + 1) / (sum(count(*)) over () + 4)::double as share from age where step is not null group by step
), unknown as (
  select s.company_id, s.unknown_share >= 0.5 as unknown, (1 + count(*) over (partition by s.unknown_share >= 0.5)) / (2 + count(*) over ())::double as share
  from signs s join balances b on b.company_id = s.company_id where b.unexplained_usd > 0 and s.unknown_share is not null
), burst as (
  select s.company_id, case when burst_share >= 0.8 then 0 when burst_share >= 0.5 then 1 else 2 end as step
  from signs s join balances b on b.company_id = s.company_id where s.burst_share is not null and b.unexplained_usd > 0
), burst_rate as (
  select step, (count(*) + 1) / (sum(count(*)) over () + 3)::double as share from burst group by step
), capital as (
  select company_id, capital_multiple, percent_rank() over (order by capital_multiple) as place from signs where capital_multiple is not null
), deposit_rank as (
  select company_id, open_share, (1 + count(*) over (order by all_share desc range unbounded preceding)) / (count(*) over () + 1)::double as p from deposit_shares
), deposit as (
  select d.company_id, d.open_share, (1 + (select count(*) from deposit_shares e where e.all_share >= d.open_share)) / ((select count(*) from deposit_shares) + 1)::double as p
  from deposit_shares d where d.open_share > 0.05
)
select b.company_id,
       case when c.at_least is null then -3 else greatest(-3, least(6, ln(0.5 * (n.n + 1) / c.at_least))) end as w_money,
       case when b.unexplained_usd <= 0 then -2.5 else greatest(-2.5, least(2.5, 0.7 * ln(b.unexplained_usd / n.typical_usd))) end as w_size,
       coalesce(greatest(-1, least(2, ln(case a.step when 0 then 0.35 when 1 then 0.2 when 2 then 0.15 else 0.3 end / r.share))), 0) as w_age,
       coalesce(case when k.place >= 0.95 then 1.5 when k.place >= 0.8 then 0.5 else -0.4 end, 0) as w_capital,
       coalesce(greatest(0, least(3.5, 1.2 * e.funded, ln(0.5 / d.p))), case when exists (select 1 from deposits) then -0.2 else 0 end) as w_deposits,
       coalesce(case when t.p < 0.3 then least(3, -ln(-exp(1) * t.p * ln(t.p))) else -0.3 end, 0) as w_timing,
       case when s.common_share > 0.3 then 2.0 else -0.3 end as w_beneficiary,
       case when s.sharers >= 1 then 1.5 else -0.1 end as w_shared,
       coalesce(greatest(-1.2, least(1.2, ln(case u.step when 0 then 0.6 when 1 then 0.3 else 0.1 end / v.share))), 0) as w_burst,
       coalesce(greatest(-1.5, least(1.5, ln(case when k2.unknown then 0.8 else 0.2 end / k2.share))), 0) as w_unknown,
       case when s.branch_share >= 0.5 and b.open_payments >= 5 then 0.2 else 0 end as w_branch,
       case when b.ripe_usd > 0 then ln(1 - 0.9 * least(1, (b.passed_on_usd + b.affiliates_usd) / b.ripe_usd)) else 0 end as w_explained
from balances b cross join n
left join cells c on c.company_id = b.company_id
left join age a on a.company_id = b.company_id
left join age_rate r on r.step = a.step
left join capital k on k.company_id = b.company_id
left join deposit d on d.company_id = b.company_id
left join deposit_shares e on e.company_id = b.company_id
left join burst u on u.company_id = b.company_id
left join burst_rate v on v.step = u.step
left join unknown k2 on k2.company_id = b.company_id
left join timing t on t.company_id = b.company_id
left join signs s on s.company_id = b.company_id
