-- Each counterparty: who pays it, how much of that goods ever covered, and whether three or more began within thirty days.
with payer as (
  select s.party_id, s.company_id, min(s.sent_on) as first_on, sum(s.usd) as usd, coalesce(sum(o.left_usd), 0) as left_usd
  from settled s left join open o on o.remittance_id = s.remittance_id
  where s.party_id is not null group by all
), gap as (
  select *, lead(first_on, 2) over (partition by party_id order by first_on, company_id) - first_on as days_to_third from payer
)
select party_id, count(*) as payers, count(*) filter (where left_usd > 0.5 * usd) as uncovered_payers, sum(usd) as usd, 1 - sum(left_usd) / nullif(sum(usd), 0) as covered_share,
       min(days_to_third) as days_to_third
from gap group by party_id
