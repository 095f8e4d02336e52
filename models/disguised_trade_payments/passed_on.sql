-- Intermediary trade: uncovered payments and receipts of a like size from somebody else, within sixty days, one to one.
-- Receipts of half as much again to more than double show what chance gives, and are taken off. Where a quarter of what a
-- party is paid is matched so, `like_usd` takes all of it: receipts may come in other portions.
with large as (
  select * from (select *, row_number() over (partition by company_id order by usd desc, remittance_id) as place from open) where place <= 500
), incoming as (
  select * from (select *, row_number() over (partition by company_id order by amount_usd desc, remittance_id) as place from receipts) where place <= 1000
), pair as (
  select p.company_id, p.party_id, p.remittance_id, p.ripe_usd, r.remittance_id as receipt, r.amount_usd / p.amount_usd < 1.4 as like_size,
         abs(date_diff('day', p.sent_on, r.sent_on)) as days
  from large p
  join incoming r on r.company_id = p.company_id and (r.party_id is null or r.party_id is distinct from p.party_id)
   and (r.amount_usd between p.amount_usd * 0.97 and p.amount_usd * 1.35 or r.amount_usd between p.amount_usd * 1.5 and p.amount_usd * 2.0876)
   and r.sent_on between p.sent_on - 60 and p.sent_on + 60
), placed as (
  select *, row_number() over (partition by receipt, like_size order by days, remittance_id) as by_receipt from pair
), best as (
  select *, row_number() over (partition by remittance_id, like_size order by days, receipt) as by_payment from placed where by_receipt = 1
), party as (
  select company_id, party_id, sum(ripe_usd) as usd from open group by all
), matched as (
  select company_id, party_id,
         greatest(0, coalesce(sum(ripe_usd) filter (where like_size), 0) - coalesce(sum(ripe_usd) filter (where not like_size), 0)) as usd
  from best where by_payment = 1 group by all
)
select m.company_id, sum(m.usd) as paired_usd, sum(case when m.usd >= 0.25 * p.usd then p.usd else m.usd end) as like_usd
from matched m join party p on p.company_id = m.company_id and p.party_id is not distinct from m.party_id
group by m.company_id
