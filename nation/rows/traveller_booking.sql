select 'BK' || lpad(cast(trip as varchar), 9, '0') as booking_id, pid as passenger_pid,
       day - to_days(cast(lead as integer)) + to_seconds(40000) as booked_at,
       day - to_days(cast(lead as integer)) + to_seconds(40000 + 600 * pick('book.ticket', trip, 60)) as ticketed_at,
         ['card', 'card', 'card', 'transfer', 'cash'][pick('book.payment', trip, 5)] as payment_method,
       case when chance('book.by_other', trip, 0.12) then person_pid(30000000 + pick('book.payer', trip,
         getvariable('persons'))) else pid end as payer_pid,
       case when chance('book.agency', trip, 0.4) then 'AG'
         || lpad(cast(pick('book.which', trip, 60) as varchar), 3, '0') end as agency_id,
         phone_text(30000000 + person) as contact_key,
       airport as origin_airport, case when chance('book.transit', trip, 0.1)
         then ['HKG', 'NRT', 'SIN'][pick('book.via', trip, 3)] end as transit_airport, 'ICN' as arrival_airport,
       ['KE', 'OZ', '7C', 'LJ'][pick('book.line', origin, 4)] || cast(100 + origin * 7 as varchar) as flight_no,
         day + to_seconds(20000) as departs_at, day + to_seconds(20000 + 7200 + 900 * origin) as arrives_at,
       cast(day + to_days(cast(stay as integer)) as date) as return_on, pick('book.bags', trip, 3) - 1 as bag_count,
         round((pick('book.bags', trip, 3) - 1) * (8 + 14 * draw('book.mass', trip)), 1) as bag_mass_kg,
       round((150000 + 40000 * origin) * spread('book.fare', trip, 0.3), -2) as fare_krw, party as party_size
from (select t.*, cast(getvariable('start') + to_days(t.n) as timestamp) as day,
  1 + floor(-ln(1 - draw('book.lead', t.trip)) * 30) as lead from trip as t)
order by trip
