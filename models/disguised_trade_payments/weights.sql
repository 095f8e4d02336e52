-- Each piece of evidence as a log-likelihood ratio: the share that schemes are taken to have of it (the card says which) against
-- the share that the payers of this very nation have. Caps keep one trait that honest firms share from deciding.
with payer as (
  select count(*) as n, max(paid_usd) filter (where place = (n + 1) // 2) as typical_usd
  from (select paid_usd, row_number() over (order by paid_usd) as place, count(*) over () as n from balances)
), open_payer as (
  select s.*, coalesce(c.at_least <= 0.1 * t.n, false) as is_open,
         case when age_days < 180 then 0 when age_days < 365 then 1 when age_days < 730 then 2 when age_days is not null then 3 end as age_step,
         case when burst_share >= 0.8 then 0 when burst_share >= 0.5 then 1 when burst_share is not null then 2 end as burst_step,
         unknown_share >= 0.5 as unknown
  from signs s cross join payer t left join cells c on c.company_id = s.company_id
), age as (
  select age_step, (count(*) + 1) / (sum(count(*)) over () + 4)::double as share from open_payer where age_step is not null group by age_step
), burst as (
  select burst_step, (count(*) + 1) / (sum(count(*)) over () + 3)::double as share
  from open_payer where is_open and burst_step is not null group by burst_step
), unknown as (
  select unknown, (count(*) + 1) / (sum(count(*)) over () + 2)::double as share
  from open_payer where is_open and unknown is not null group by unknown
), capital as (
  select company_id, percent_rank() over (order by capital_multiple) as place from signs where capital_multiple is not null
), funding as (
  select d.company_id, d.funded, (1 + count(e.company_id)) / (any_value(t.n) + 1)::double as share
  from deposit_shares d cross join (select count(*) as n from deposit_shares) t
  join deposit_shares e on e.all_share >= d.open_share and e.all_share > 0
  where d.open_share > 0.05
  group by d.company_id, d.funded
)
select b.company_id,
       case when c.at_least is null then -3e0 else greatest(-3e0, least(6e0, ln(0.5 * (t.n + 1) / c.at_least))) end as weight_money,
       case when b.unexplained_usd <= 0 then -3e0
            else greatest(-3e0, least(3e0, ln(b.unexplained_usd / t.typical_usd))) end as weight_sum,
       case when a.share is null then 0e0
            else greatest(-1e0, least(2e0, ln(case s.age_step when 0 then 0.35 when 1 then 0.2 when 2 then 0.15 else 0.3 end / a.share))) end as weight_age,
       case when k.place is null then 0e0 when k.place >= 0.95 then 1.5e0 when k.place >= 0.8 then 0.5e0 else -0.4e0 end as weight_capital,
       case when d.share is not null then greatest(0e0, least(3.5e0, 1.2 * d.funded, ln(0.5 / d.share)))
            when (select count(*) from deposits) > 0 then -0.2e0 else 0e0 end as weight_deposits,
       case when m.p < 0.3 then greatest(-0.3e0, least(3e0, -ln(-exp(1) * m.p * ln(m.p))))
            when m.p is not null then -0.3e0 else 0e0 end as weight_timing,
       case when s.common_share > 0.3 then 2e0 else -0.3e0 end as weight_beneficiary,
       case when s.sharers >= 1 then 1.5e0 else -0.1e0 end as weight_shared,
       case when u.share is null then 0e0
            else greatest(-1.2e0, least(1.2e0, ln(case s.burst_step when 0 then 0.6 when 1 then 0.3 else 0.1 end / u.share))) end as weight_burst,
       case when v.share is null then 0e0
            else greatest(-1.5e0, least(1.5e0, ln(case when s.unknown then 0.8 else 0.2 end / v.share))) end as weight_unknown,
       case when s.branch_share >= 0.5 and b.open_payments >= 5 then 0.2e0 else 0e0 end as weight_branch,
       case when b.ripe_usd > 0 then ln(1 - 0.9 * least(1, (b.passed_on_usd + b.affiliates_usd) / b.ripe_usd)) else 0e0 end as weight_explained
from balances b
cross join payer t
left join cells c on c.company_id = b.company_id
left join open_payer s on s.company_id = b.company_id
left join age a on a.age_step = s.age_step
left join burst u on u.burst_step = s.burst_step and s.is_open
left join unknown v on v.unknown = s.unknown and s.is_open
left join capital k on k.company_id = b.company_id
left join funding d on d.company_id = b.company_id
left join timing m on m.company_id = b.company_id
