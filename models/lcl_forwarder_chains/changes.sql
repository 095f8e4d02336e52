-- The date at which each forwarder's chain changed most, with a preference for dates near its offences. The representative
-- shipper weighs most, then what is new, then how cargo is put together.
with scanned as (
  select *, least(greatest(z_gathering, 0), 12) as gathering,
         0.3 * (least(greatest(z_representative, 0), 5) + least(greatest(z_one_shipper, 0), 5))
           + 0.2 * (least(greatest(z_houses, 0), 4) + least(greatest(z_parties, 0), 4))
           + 0.6 * (least(greatest(z_consignees, -1), 4) + least(greatest(z_shippers, -1), 4) + least(greatest(z_ports, -1), 4)
                    + least(greatest(z_goods, -1), 4)) as change
  from signs
), dated as (
  select s.*, $from + cast(15 * s.slice as integer) as changed_on from scanned s
), timed as (
  select d.forwarder_id, d.slice,
         max(case when d.changed_on between least(o.committed_on, o.decided_on) - 30 and o.decided_on + 240 then 1.5
                  when d.changed_on between least(o.committed_on, o.decided_on) - 120 and o.decided_on + 365 then 0.6
                  else -1.2 end) as timing,
         max_by(o.decided_on, (-abs(date_diff('day', o.decided_on, d.changed_on)), o.decided_on)) as offence_on
  from dated d
  join offences o on o.party_id = d.forwarder_id
  group by d.forwarder_id, d.slice
), placed as (
  select d.*, coalesce(t.timing, 0) as timing, t.offence_on,
         row_number() over (partition by d.forwarder_id order by d.gathering + d.change + coalesce(t.timing, 0) desc, d.slice) as place
  from dated d
  left join timed t on t.forwarder_id = d.forwarder_id and t.slice = d.slice
)
select p.* exclude (place), w.* exclude (forwarder_id, slice)
from placed p
join windows w on w.forwarder_id = p.forwarder_id and w.slice = p.slice
where p.place = 1
