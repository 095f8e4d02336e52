select observed_on, premium, usual, deviations from premium_days where stands_out order by premium desc, observed_on
