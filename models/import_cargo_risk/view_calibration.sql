select mean_chance, observed, low, high, items from scores_calibration order by bin
