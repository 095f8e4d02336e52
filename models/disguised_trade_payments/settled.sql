-- Each payment against the goods of its own counterparty, oldest first: what it is worth for goods of this period, and how
-- much of that no goods cover. An arrears payment soon after the first day may be for goods from before it.
with worth as (
  select p.*, p.amount_usd * (1 - case when p.purpose = 'trade_arrears' then w.later_share else 0 end) as usd
  from payments p
  join waits w on w.week = least(260, floor(date_diff('day', cast($since as date), p.sent_on) / 7))
), supply as (
  select company_id, party_id, sum(usd) as usd from supplies where party_id is not null group by all
), refund as (
  select company_id, party_id, sum(amount_usd) as usd from receipts where party_id is not null group by all
), running as (
  select w.*, sum(w.usd) over (partition by w.company_id, w.party_id order by w.sent_on, w.remittance_id) - w.usd as before
  from worth w
)
select r.* exclude (before), coalesce(s.usd, 0) as supplied, coalesce(f.usd, 0) as refunded,
       case when r.party_id is null then r.usd
            else greatest(0, r.usd - greatest(0, coalesce(s.usd, 0) + coalesce(f.usd, 0) - r.before)) end as left_usd
from running r
left join supply s on s.company_id = r.company_id and s.party_id = r.party_id
left join refund f on f.company_id = r.company_id and f.party_id = r.party_id
