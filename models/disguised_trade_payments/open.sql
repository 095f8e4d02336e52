-- What stays open: payments that no goods cover. ripe_usd leaves out what the goods of honest advances of that age may still come for.
select s.*, s.left_usd * (1 - case when s.purpose <> 'trade_advance' then 0
            else greatest(w.open_share, case when a.age < n.half_days then 0.75 when a.age < n.most_days then 0.4 when a.age < n.longest_days then 0.1 else 0 end) end) as ripe_usd,
       a.age
from settled s
cross join lateral (select date_diff('day', s.sent_on, cast($until as date)) as age) a
left join own_waits n on n.company_id = s.company_id
join waits w on w.week = least(260, floor(date_diff('day', s.sent_on, cast($until as date)) / 7))
anti join others o on o.remittance_id = s.remittance_id
where s.left_usd > 0.005 * s.amount_usd
