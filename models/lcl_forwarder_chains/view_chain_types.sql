-- Types of chain of the alerted forwarders, from seller to importer: S the shipper is not the seller, R a representative shipper, m or M
-- two or five and more house bills in the master, D another declarant than usual, B another firm declares than the consignee, O
-- another party is notified, N a consignee new within 90 days.
select m.forwarder_id, t.kind as chain_type, t.first as bills_before, t.second as bills_after
from mixes m
cross join lateral (select unnest(m.kinds) as kind, unnest(m.first) as first, unnest(m.second) as second) t
join findings f on f.subject_id = m.forwarder_id and f.role = 'forwarder' and f.alert
where m.mix = 'chain'
order by m.forwarder_id, t.second desc, t.kind
limit 200
