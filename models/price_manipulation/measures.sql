-- For each commodity the measure in which its price is steadier: from one item to the next of the same importer and seller.
-- Steps are cut at one, so that a misread unit does not decide. Prefers the unit when there is little between them. rough_usual: what
-- a unit seems to weigh where no item tells both, if ten tell either.
with step as (
  select hs_code, by_unit, by_mass,
         abs(by_unit - lag(by_unit) over flow) as unit_step, abs(by_mass - lag(by_mass) over flow) as mass_step
  from measured
  window flow as (partition by hs_code, importer, seller order by declared_on, subject_id)
)
select hs_code,
       case when 2 * count(by_unit) < count(by_mass) then false
            when 2 * count(by_mass) < count(by_unit) then true
            else coalesce(avg(least(unit_step, 1)) filter (mass_step is not null), 0.3)
                   <= 1.1 * coalesce(avg(least(mass_step, 1)) filter (unit_step is not null), 0.3) end as counts_units,
       case when least(count(by_unit), count(by_mass)) >= 10 then avg(by_unit) - avg(by_mass) end as rough_usual
from step group by hs_code
