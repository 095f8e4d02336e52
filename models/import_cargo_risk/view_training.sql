select inspected, violations, first_day, last_day, calibrated_since, earlier_rate, latest_rate, rate_shift_z, brier,
       calibration_error, validation_auc, amounts, features, trees, seed
from scores_training
