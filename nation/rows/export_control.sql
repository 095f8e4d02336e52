select list_name, hs_prefix, country, cast(getvariable('start') + to_days(after) as date) as controlled_from,
       cast(null as date) as controlled_to, limit_note from (values
  ('SITUATIONAL', '8542', 'RU', 300, 'USD 1000'), ('SITUATIONAL', '8471', 'RU', 300, null),
    ('SITUATIONAL', '9014', 'RU', 300, null), ('SITUATIONAL', '8703', 'RU', 420, 'USD 50000'),
  ('STRATEGIC', '8401', 'IR', -1500, null), ('STRATEGIC', '8802', 'KP', -1500, null),
    ('STRATEGIC', '2844', 'SY', -1500, null)) as t(list_name, hs_prefix, country, after, limit_note)
order by list_name, hs_prefix, country
