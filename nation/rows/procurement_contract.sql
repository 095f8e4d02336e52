select 'PC' || lpad(cast(n as varchar), 7, '0') as contract_id, f.company_id,
       cast(getvariable('start') + to_days(day) as date) as contracted_on,
       cast(getvariable('start') + to_days(day + 20) as date) as deliver_from,
       cast(getvariable('start') + to_days(day + 110) as date) as deliver_to, g.hs6 as hs_prefix, g.text_ko as item_name,
         cast(20 + pick('contract.quantity', n, 900) as double) as quantity,
       round(4e7 * spread('contract.amount', n, 0.9), -3) as amount_krw, chance('contract.direct', n, 0.6) as direct_production
from (select n, cast(floor((getvariable('days') - 10) * draw('contract.at', n)) as integer) as day,
  cast(lean('contract.firm', n, getvariable('firms'), 1.0) as integer) as firm,
  cast(pick('contract.goods', n, getvariable('goods_count')) as integer) as goods
      from range(1, cast(getvariable('firms') * getvariable('months') / 80.0 as bigint) + 1) as t(n)) as c
join firm as f using (firm) join goods as g using (goods) order by n
