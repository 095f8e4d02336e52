select f.company_id, cast(getvariable('start') + to_months(q * 3) as date) as as_of,
       round(3e7 * pow(f.size, 0.5) * spread('arrears.amount', f.firm, 1.1) * pow(0.93, q), -3) as amount_krw,
       case when f.closes is not null and q * 91 > f.closes then 'uncollectable'
         when chance('arrears.paid', pair(f.firm, q // 3), 0.25) then 'collected' else 'open' end as status
from firm as f, range(0, (getvariable('months') + 2) // 3) as t(q) where chance('arrears.has', f.firm, 0.025)
  and f.founded < q * 91
order by f.company_id, as_of
