-- How much of it goes round: trips (the fewer of both directions, within half a year of the other), the share of the mass that comes
-- back, the value that went round, and whether its price rose. A return or a repair goes round once, a re-export comes from elsewhere.
with near as (
  select *, min(case when direction = 'out' then declared_on end) over (partition by exporter, buyer, importer, seller, hs6) as first_out,
         max(case when direction = 'out' then declared_on end) over (partition by exporter, buyer, importer, seller, hs6) as last_out
  from legs
), circle as (
  select exporter, buyer, importer, seller, hs6, count(*) filter (direction = 'in') as ins, count(*) filter (direction = 'out') as outs,
         sum(mass_kg) filter (direction = 'in') as mass_in, sum(mass_kg) filter (direction = 'out') as mass_out,
         sum(value_krw) filter (direction = 'in') as value_in, sum(value_krw) filter (direction = 'out') as value_out,
         min(declared_on) as since, regr_slope(ln(value_krw / mass_kg), date_diff('day', date '2000-01-01', declared_on)) * 365 as yearly_rise
  from near
  where declared_on between first_out - interval 190 day and last_out + interval 190 day
  group by exporter, buyer, importer, seller, hs6
)
select *, least(ins, outs) as trips, least(mass_in, mass_out) / greatest(mass_in, mass_out) as balance, least(value_in, value_out) as round_krw,
       1 / (1 + exp(9 - 2 * least(ins, outs, 5) - 6 * least(mass_in, mass_out) / greatest(mass_in, mass_out)
                      + case when exporter = importer and buyer = seller then 0 else 1 end)) as chance
from circle
where ins > 0 and outs > 0
