-- Honest things that look like schemes: a forwarder that wins another's customers, a season's cheap lines, prepayments for
-- goods that come late or after the end.
create table contract as
  select distinct on (loser) * from (select cast(k as integer) as contract,
         cast(2 + pick('contract.winner', k, greatest(4, getvariable('forwarders') // 3)) as integer) as winner,
         cast(3 + pick('contract.loser', k, greatest(4, getvariable('forwarders') // 3)) as integer) as loser,
         cast(floor((0.3 + 0.4 * draw('contract.day', k)) * getvariable('days')) as integer) as n
  from range(1, 2 + getvariable('forwarders') // 28) as t(k))
  order by loser, contract;
update relation set forwarder_after = c.winner, changes_on = c.n
from contract as c where relation.forwarder = c.loser and c.winner <> c.loser
  and chance('contract.moves', pair(relation.relation, c.contract), 0.75);

-- Large prepayments for machines that are long in the making.
insert into other_payment by name
  select cast(1.4e15 as bigint) + pair(f.firm, k) as payment, 2 as kind,
         cast(floor(getvariable('days') * (0.05 + 0.9 * draw('late.day', pair(f.firm, k)))) as integer) as n,
         'out' as direction,
         f.firm, cast(lean('late.seller', f.firm, getvariable('sellers'), 1.5) as integer) as seller, null as payee,
           'USD' as currency, 'trade_advance' as purpose,
         350000 * pow(f.size, 0.5) * spread('late.usd', pair(f.firm, k), 0.8) as own, '8479899000' as hs_code
  from firm as f, range(0, 3) as t(k) where chance('late.does', f.firm, 0.03);
create macro difficulty_of(place) as case when getvariable('hard') then 3 + cast(place as integer) % 2
  else 1 + cast(place - 1 as integer) % 4 end;
