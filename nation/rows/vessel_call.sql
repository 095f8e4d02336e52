-- Calls of the vessels that the bills name, every week.
select distinct on (vessel_id, port, arrived_at) * from (
  select 'IMO' || cast(9000000 + (c.carrier * 40 + o.number) as varchar) as vessel_id, p.port,
         cast(getvariable('start') + to_days(cast(w * 7 + (c.carrier + o.number) % 7 as integer)) as timestamp) + to_seconds(pick('call.hour', pair(c.carrier * 64 + o.number, w), 80000)) as arrived_at,
         ['HANJIN', 'EVER', 'PACIFIC', 'SINO', 'KMTC', 'ORIENT'][1 + c.carrier % 6] || ' ' || upper(o.port) as vessel_name,
           ['PA', 'LR', 'KR', 'SG', 'MH', 'HK'][1 + (c.carrier + o.number) % 6] as flag, o.port as previous_port,
         cast(getvariable('start') + to_days(cast(w * 7 + (c.carrier + o.number) % 7 + 1 as integer)) as timestamp) + to_seconds(pick('call.hour', pair(c.carrier * 64 + o.number, w), 80000)) + interval 6 hour as departed_at
  from carrier as c, origin as o, range(0, getvariable('days') // 7) as t(w), (values ('KRPUS'), ('KRINC')) as p(port)
  where chance('call.route', c.carrier * 64 + o.number, 0.12) and chance('call.week', pair(c.carrier * 64 + o.number, w), 0.8)
    and (p.port = 'KRPUS' or chance('call.second', c.carrier * 64 + o.number, 0.3))
) order by vessel_id, port, arrived_at
