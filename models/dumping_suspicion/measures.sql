-- Duties in force at some day of the period, whatever the supplier.
select hs_prefix, country, max(rate_pct) as rate_pct, min(effective_from) as effective_from
from antidumping_measure
where effective_from <= $to and (effective_to is null or effective_to >= $from)
group by hs_prefix, country
