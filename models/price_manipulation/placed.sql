-- Items with their line.
select p.* exclude (goods), p.goods = '' as undescribed, case when p.goods = '' then '?' else coalesce(l.line, '') end as line
from priced p left join lines l on l.hs_code = p.hs_code and l.goods = p.goods
