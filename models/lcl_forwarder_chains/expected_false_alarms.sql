select coalesce(sum(1 - chance), 0) as expected_false_alarms from ranked where alert
