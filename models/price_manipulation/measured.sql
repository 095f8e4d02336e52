-- Value per base unit and per kilogram of each item (natural logarithms), and what a unit weighs. A commodity is counted in the
-- unit that most of its items have; the others count by mass.
with unit as (
  select hs_code, base_unit, row_number() over (partition by hs_code order by count(*) desc, base_unit) as place
  from items where base_unit is not null group by hs_code, base_unit
)
select i.* exclude (log_value),
       case when i.base_unit = u.base_unit then i.log_value - ln(i.quantity) end as by_unit,
       i.log_value - ln(i.mass_kg) as by_mass,
       case when i.base_unit = u.base_unit then ln(i.mass_kg) - ln(i.quantity) end as unit_mass,
       u.base_unit as usual_unit
from items i left join unit u on u.hs_code = i.hs_code and u.place = 1
