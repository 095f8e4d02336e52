-- Why an item stands where it stands: its route, how the wider pattern did, and a party that stands out.
select 'import_item' as subject_type, subject_id, 1 as position,
       case when route_pattern is null then 'no_history' else 'route' end as code,
       route_pattern as pattern, route_inspected as inspected, route_violations as violations,
       cast(route_violations as double) / nullif(route_inspected, 0) as share,
       cast(k0 - route_violations as double) / nullif(n0 - route_inspected, 0) as elsewhere
from matches
union all
select 'import_item', subject_id, 2, 'wider_route', wider_pattern, wider_inspected, wider_violations,
       cast(wider_violations as double) / wider_inspected,
       cast(k0 - wider_violations as double) / nullif(n0 - wider_inspected, 0)
from matches
where wider_pattern is not null
union all
select 'import_item', subject_id, 3, 'party', party_pattern, party_inspected, party_violations,
       cast(party_violations as double) / party_inspected,
       cast(k0 - party_violations as double) / nullif(n0 - party_inspected, 0)
from matches
where party_bound > p0
