-- The chances are calibrated, so what they leave is what to expect.
select coalesce(sum(1e0 - chance), 0e0) as expected_false_alarms from findings where alert
