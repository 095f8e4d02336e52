select s.company_id, coalesce(sum(s.amount_usd) filter (where f.remittance_id is not null), 0) / nullif(sum(s.amount_usd), 0) as all_share,
       coalesce(sum(o.ripe_usd) filter (where f.remittance_id is not null), 0) / nullif(sum(o.ripe_usd), 0) as open_share,
       count(*) filter (where f.remittance_id is not null and o.remittance_id is not null) as funded
from settled s
left join funded f on f.remittance_id = s.remittance_id
left join open o on o.remittance_id = s.remittance_id
group by s.company_id
