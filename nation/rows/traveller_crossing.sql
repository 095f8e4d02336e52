select distinct on (passenger_pid, crossed_at) passenger_pid, crossed_at, direction, flight_no, 'KRICN' as port, from_country
       from (
  select pid as passenger_pid, trip, v.direction, ['KE', 'OZ', '7C', 'LJ'][pick('book.line', origin, 4)]
         || cast(100 + origin * 7 as varchar) as flight_no,
         cast(getvariable('start') + to_days(case when v.direction = 'in' then n
           else n - stay end) as timestamp) + to_seconds(30000 + pick('cross.second',
           trip * 2 + cast(v.direction = 'in' as bigint), 40000)) as crossed_at, case when v.direction = 'in'
           then country end as from_country, n, stay
  from trip, (values ('in'), ('out')) as v(direction)
) where crossed_at >= getvariable('start') order by passenger_pid, crossed_at
