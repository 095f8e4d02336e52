select r.day as observed_on, r.currency, r.krw as krw_per_unit from rate as r join day as d on d.n = r.n
where dayofweek(r.day) between 1 and 5 order by observed_on, currency
