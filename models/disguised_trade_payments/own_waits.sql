-- How long each company's own advances wait: quartiles of those matched by amount, where there are five or more.
with placed as (
  select company_id, days, row_number() over (partition by company_id order by days, remittance_id) as place,
         count(*) over (partition by company_id) as n
  from lags where purpose = 'trade_advance' and days >= 0
)
select company_id, max(days) filter (where place <= 0.5 * n) as half_days, max(days) filter (where place <= 0.75 * n) as most_days,
       max(days) as longest_days
from placed where n >= 5 group by company_id
