select company_id, weight, weight >= $alert_weight as alert, 1 / (1 + exp((4.6 - weight) / 3)) as score
from totals
