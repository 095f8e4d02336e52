-- Whether a deposit is linked to a coin exchange is a fact of the bank that it comes from: many honest ones are.
select 'D' || strftime(day, '%y%m%d') || lpad(cast(row_number() over (order by n, deposit) as varchar), 8, '0') as deposit_id,
       cast(day as timestamp) + to_seconds(cast(floor(32000 * draw('deposit.hour', deposit)) as bigint)) as deposited_at,
         company_id,
       getvariable('bank_en')[bank] as from_bank, amount_krw, payer_id, bank in (2, 5, 8) as exchange_linked
from (
  select h.deposit, h.n, d.day, f.company_id, round(h.base * pow(f.size, 0.8) * spread('deposit.amount', h.deposit, 1.1),
         -3) as amount_krw, h.bank, p.company_id as payer_id
  from honest_deposit as h join day as d using (n) join firm as f using (firm) left join firm as p on p.firm = h.payer
  where h.n > f.founded
  union all
  select p.deposit, p.n, d.day, f.company_id, p.amount_krw, p.bank, cast(null as varchar) from planted_deposit as p
         join day as d using (n) join firm as f using (firm)
) order by n, deposit
