-- The signs of each pair one by one, each a share from 0 to 1.
select p.forwarder_id, p.party_id, p.newcomer, f.chance, p.bills, s.sign, s.share
from pairs p
join forwarders f on f.forwarder_id = p.forwarder_id
cross join lateral (
  select unnest(['newcomer', 'representative', 'together', 'strange', 'loyal', 'notify_other', 'importer_other', 'inspected',
                 'several', 'young', 'near', 'offender', 'seller_other', 'declarant_other']) as sign,
         unnest([case when p.newcomer then 1.0 else 0.0 end, p.representative, p.together, p.strange, p.loyal, p.notify_other,
                 p.importer_other, p.inspected, case when p.bills >= 3 then 1.0 else 0.0 end, p.young, p.near, p.offender,
                 p.seller_other, p.declarant_other]) as share
) s
where s.share is not null
