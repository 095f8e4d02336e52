-- What else is known of each payer.
with beneficiary as (
  select o.company_id, o.party_id, sum(o.ripe_usd) as usd from open o where party_id is not null group by all
), seller as (
  select distinct party_id from supplies where party_id is not null
), unknown as (
  select b.company_id, sum(b.usd) filter (where s.party_id is null) / nullif(sum(b.usd), 0) as unknown_share
  from beneficiary b left join seller s on s.party_id = b.party_id group by all
), common as (
  select b.company_id, sum(b.usd) filter (where n.uncovered_payers >= 2 and n.covered_share < 0.3) as common_usd,
         max(n.uncovered_payers) filter (where n.covered_share < 0.3) as fellow_payers
  from beneficiary b join beneficiaries n on n.party_id = b.party_id group by all
), key as (
  select company_id, unnest(['r' || representative_pid, 'a' || address_key, 'p' || phone_key]) as key from firms
), suspect as (
  select k.key, count(distinct k.company_id) as firms, count(distinct b.company_id) filter (where b.unexplained_usd > 0.5 * b.paid_usd) as open_firms
  from key k left join balances b on b.company_id = k.company_id where k.key is not null group by all
), shared as (
  select k.company_id, max(s.open_firms - case when b.unexplained_usd > 0.5 * b.paid_usd then 1 else 0 end) as sharers
  from key k join suspect s on s.key = k.key join balances b on b.company_id = k.company_id
  where s.firms between 2 and 50 group by all
), half_year as (
  select company_id, max(usd) as usd, any_value(total) as total, any_value(n) as payments
  from (select company_id, sum(ripe_usd) over (partition by company_id order by sent_on range between current row and interval 182 days following) as usd,
               sum(ripe_usd) over (partition by company_id) as total, count(*) over (partition by company_id) as n from open)
  group by all
), branch as (
  select company_id, max(usd) / nullif(sum(usd), 0) as branch_share from (select company_id, branch, sum(ripe_usd) as usd from open group by all) group by all
)
select b.company_id, date_diff('day', f.established_on, coalesce(b.open_from, b.first_paid_on)) as age_days,
       b.paid_usd * w.krw_per_usd / nullif(f.paid_in_capital_krw, 0) as capital_multiple,
       coalesce(c.common_usd, 0) / nullif(b.ripe_usd, 0) as common_share, coalesce(c.fellow_payers, 0) as fellow_payers,
       coalesce(s.sharers, 0) as sharers, r.branch_share,
       case when h.payments >= 5 then h.usd / nullif(h.total, 0) end as burst_share, k.unknown_share
from balances b
left join firms f on f.company_id = b.company_id
left join common c on c.company_id = b.company_id
left join shared s on s.company_id = b.company_id
left join unknown k on k.company_id = b.company_id
left join half_year h on h.company_id = b.company_id
left join branch r on r.company_id = b.company_id
asof left join won w on b.first_paid_on >= w.observed_on
