select observed_on, currency, cast(krw_per_unit as double) as krw_per_unit
from fx_rate
where krw_per_unit > 0 and observed_on <= $until
