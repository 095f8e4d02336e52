-- The date at which each forwarder's chain changed most, with a preference for dates around its offences: from four months
-- before the act or decision to half a year after the decision, and less so up to a year after it.
with dated as (
  select *, cast(date_trunc('month', $from) + to_months(cast(month_no as integer)) as date) as changed_on,
         least(greatest(z_representative, 0), 6) + least(greatest(z_one_shipper, 0), 6)
           + 0.7 * least(greatest(z_newcomers, 0), 5) + 0.7 * least(greatest(z_houses, 0), 5)
           + 0.7 * least(greatest(z_parties, 0), 5) + 0.5 * least(greatest(z_goods, 0), 5) as change
  from signs
), timed as (
  select d.forwarder_id, d.month_no,
         max(case when d.changed_on between least(o.committed_on, o.decided_on) - 120 and o.decided_on + 200 then 1.5
                  when d.changed_on between least(o.committed_on, o.decided_on) - 120 and o.decided_on + 400 then 0.5
                  else -1.0 end) as timing,
         max_by(o.decided_on, -abs(date_diff('day', o.decided_on, d.changed_on))) as offence_on
  from dated d
  join offences o on o.party_id = d.forwarder_id
  group by d.forwarder_id, d.month_no
), placed as (
  select d.*, coalesce(t.timing, 0) as timing, t.offence_on,
         row_number() over (partition by d.forwarder_id order by d.change + 2 * coalesce(t.timing, 0) desc, d.month_no) as place
  from dated d
  left join timed t on t.forwarder_id = d.forwarder_id and t.month_no = d.month_no
)
select * exclude (place) from placed where place = 1
