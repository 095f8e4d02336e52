-- Intermediary trade: uncovered payments and receipts of a like size from somebody else, within sixty days, one to one.
-- `placebo` counts receipts of half as much again to more than double, which chance gives as often.
with large as (
  select * from (select *, row_number() over (partition by company_id order by usd desc, remittance_id) as place from open) where place <= 500
), incoming as (
  select * from (select *, row_number() over (partition by company_id order by amount_usd desc, remittance_id) as place from receipts) where place <= 1000
), pair as (
  select p.company_id, p.remittance_id, p.ripe_usd, r.remittance_id as receipt, r.amount_usd / p.amount_usd < 1.4 as like_size,
         abs(date_diff('day', p.sent_on, r.sent_on)) as days
  from large p
  join incoming r on r.company_id = p.company_id and (r.party_id is null or r.party_id is distinct from p.party_id)
   and (r.amount_usd between p.amount_usd * 0.97 and p.amount_usd * 1.35 or r.amount_usd between p.amount_usd * 1.5 and p.amount_usd * 2.0876)
   and r.sent_on between p.sent_on - 60 and p.sent_on + 60
), placed as (
  select *, row_number() over (partition by receipt, like_size order by days, remittance_id) as by_receipt from pair
), first as (
  select *, row_number() over (partition by remittance_id, like_size order by days, receipt) as by_payment from placed where by_receipt = 1
)
select company_id, sum(ripe_usd) filter (where like_size) as usd, sum(ripe_usd) filter (where not like_size) as placebo_usd
from first where by_payment = 1 group by company_id
