select observed_on, premium from premium_days order by observed_on
