-- The sum of the evidence.
select *, weight_money + weight_sum + weight_age + weight_capital + weight_deposits + weight_timing + weight_beneficiary
          + weight_shared + weight_burst + weight_unknown + weight_branch + weight_explained as weight
from weights
