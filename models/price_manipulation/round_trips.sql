-- How much of it goes round: trips (the fewer of both directions, within half a year of the other), the share that comes
-- back (of mass or of value, whichever agrees better: one of them may be misread), and the value that went round. A return or a repair
-- goes round once, a re-export comes from elsewhere. The farther the parties stand from each other, the less it tells.
with near as (
  select *, min(case when direction = 'out' then declared_on end) over circle as first_out,
         max(case when direction = 'out' then declared_on end) over circle as last_out
  from legs
  window circle as (partition by exporter, importer, hs6, abroad, distance)
), circle as (
  select exporter, importer, hs6, abroad, distance, count(distinct declared_on) filter (direction = 'in') as ins,
         count(distinct declared_on) filter (direction = 'out') as outs, arg_max(partner, value_krw) filter (direction = 'in') as seller,
         arg_max(partner, value_krw) filter (direction = 'out') as buyer,
         sum(mass_kg) filter (direction = 'in') as mass_in, sum(mass_kg) filter (direction = 'out') as mass_out,
         sum(value_krw) filter (direction = 'in') as value_in, sum(value_krw) filter (direction = 'out') as value_out
  from near
  where declared_on between first_out - interval 190 day and last_out + interval 190 day
  group by exporter, importer, hs6, abroad, distance
), whole as (
  select *, least(ins, outs) as trips, least(value_in, value_out) as round_krw,
         greatest(least(mass_in, mass_out) / greatest(mass_in, mass_out), least(value_in, value_out) / greatest(value_in, value_out)) as balance
  from circle where ins > 0 and outs > 0
)
select *, 1 / (1 + exp(3 + distance - 2 * least(trips, 5) - 3 * ln(balance))) as chance from whole
