-- Open payments that a company's own unpaid goods may be for after all, by whom they go to:
-- an unnamed counterparty: any unpaid goods; a seller that does supply: goods without a seller;
-- somebody who supplies nothing: goods of sellers that are never paid, in full where the sums are alike.
with due as (
  select o.company_id, o.party_id, sum(o.ripe_usd) as usd, min(o.sent_on) as first_on, max(o.sent_on) as last_on, any_value(o.supplied) as supplied
  from open o group by all
), rest as (
  select u.company_id, u.party_id, greatest(0, u.usd - coalesce(o.usd, 0)) as usd
  from unpaid u
  left join (select company_id, seller_id, sum(usd) as usd from others group by all) o
    on o.company_id = u.company_id and o.seller_id is not distinct from u.party_id
), alias as (
  select company_id, payee_id, seller_id from others where payee_id is not null and seller_id is not null group by all having count(*) >= 3
), never as (
  select u.company_id, u.party_id, u.usd
  from rest u
  where u.party_id is not null
    and (not exists (select 1 from settled s where s.company_id = u.company_id and s.party_id = u.party_id)
         or exists (select 1 from alias a where a.company_id = u.company_id and a.seller_id = u.party_id))
), stranger as (
  select company_id, sum(usd) as usd, min(first_on) as first_on, max(last_on) as last_on from due where party_id is not null and supplied = 0 group by all
), near as (
  select n.company_id, n.party_id, least(any_value(n.usd), sum(s.usd)) as usd
  from never n join stranger t on t.company_id = n.company_id
  join supplies s on s.company_id = n.company_id and s.party_id = n.party_id
   and s.declared_on between t.first_on - 200 and t.last_on + 200
  group by all
), pool as (
  select company_id, sum(usd) as usd from near group by all
), single as (
  select d.company_id, d.party_id, max(least(d.usd, n.usd)) as usd
  from due d join near n on n.company_id = d.company_id
  left join alias a on a.company_id = d.company_id and a.payee_id = d.party_id and a.seller_id = n.party_id
  where d.supplied = 0 and d.party_id is not null and (n.usd between 0.7 * d.usd and 1.4 * d.usd or a.company_id is not null)
  group by all
), singles as (
  select company_id, sum(usd) as usd from single group by all
), strangers as (
  select t.company_id, case when p.usd between 0.7 * t.usd and 1.4 * t.usd then least(t.usd, p.usd)
              else greatest(least(p.usd, coalesce(s.usd, 0)), 0.3 * least(t.usd, p.usd)) end as usd
  from stranger t join pool p on p.company_id = t.company_id left join singles s on s.company_id = t.company_id
), unnamed_goods as (
  select company_id, usd from rest where party_id is null
), all_goods as (
  select company_id, sum(usd) as usd from rest group by all
), class as (
  select company_id, coalesce(sum(usd) filter (where party_id is null), 0) as unnamed, coalesce(sum(usd) filter (where party_id is not null and supplied > 0), 0) as sellers from due group by all
)
select c.company_id, least(c.sellers, coalesce(u.usd, 0)) + coalesce(t.usd, 0)
         + least(c.unnamed, greatest(0, a.usd - least(c.sellers, coalesce(u.usd, 0)) - coalesce(t.usd, 0))) as usd
from class c join all_goods a on a.company_id = c.company_id
left join unnamed_goods u on u.company_id = c.company_id left join strangers t on t.company_id = c.company_id
