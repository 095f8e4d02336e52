-- One price an item: x in the commodity's measure. Where that measure is missing the other one is converted by what a unit
-- usually weighs, and is as unsure as that varies (borrowed_sd); other_x is the price by the other measure on the same scale. misfit
-- tells how far mass and quantity of the item disagree.
with both_ways as (
  select m.*, s.counts_units, coalesce(f.usual, u.usual, s.rough_usual) as usual, v.sd as unit_sd,
         case when s.counts_units then m.by_unit else m.by_mass end as own_x,
         case when s.counts_units then m.by_mass + coalesce(f.usual, u.usual, s.rough_usual)
              else m.by_unit - coalesce(f.usual, u.usual, s.rough_usual) end as converted
  from measured m
  join measures s on s.hs_code = m.hs_code
  left join unit_masses u on u.hs_code = m.hs_code
  left join unit_spreads v on v.hs_code = m.hs_code
  left join flow_masses f on f.hs_code = m.hs_code and f.importer = m.importer and f.seller = m.seller
), placed as (
  select * exclude (own_x, converted), coalesce(own_x, converted) as x, case when own_x is not null then converted end as other_x,
         unit_mass - usual as misfit, case when own_x is null then coalesce(unit_sd, 1) else 0 end as borrowed_sd
  from both_ways
), ranked as (
  select *, row_number() over (partition by hs_code order by x, subject_id) as place, count(*) over (partition by hs_code) as n
  from placed where x is not null
)
select * exclude (place, n),
       max(case when place = (n + 1) // 2 then x end) over (partition by hs_code) as middle
from ranked
