-- Each alert is a false one with at most the chance that its bound leaves; their sum is what the model announces.
select coalesce(sum(1e0 - score), 0e0) as expected_false_alarms from findings where alert
