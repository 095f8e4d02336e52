-- Persons: who travels, who buys abroad. Their numbers begin at 30,000,000.
set variable persons = greatest(500, getvariable('firms') * 3);
create table person as
  select cast(n as integer) as person, person_pid(30000000 + n) as pid,
         1 + floor(4 * pow(draw('person.travels', n), 3)) as trips, draw('person.buys', n) as buys
  from range(1, getvariable('persons') + 1) as t(n) order by n;
create macro person_name(number) as term('family_name', 'ko', number) || term('given_name', 'ko', number);
create table trip as
  select cast(row_number() over (order by p.person, k) as bigint) as trip, p.person, p.pid,
         cast(floor(getvariable('days') * draw('trip.day', pair(p.person, k))) as integer) as n,
         cast(2 + floor(-ln(1 - draw('trip.stay', pair(p.person, k))) * 4) as integer) as stay,
         o.number as origin, o.country, o.airport, 1 + cast(floor(pow(draw('trip.party', pair(p.person, k)),
           3) * 4) as integer) as party
  from person as p, range(0, 4) as t(k), origin as o
  where k < p.trips and o.number = 1 + cast(floor(pow(draw('trip.country', pair(p.person, k)), 2.2) * 28) as integer)
    order by trip;
create table parcel_plan as
  select cast(n as bigint) as parcel, cast(floor(getvariable('days') * draw('parcel.day', n)) as integer) as n,
         cast(lean('parcel.person', n, getvariable('persons'), 1.6) as integer) as person
  from range(1, cast(getvariable('firms') * getvariable('months') * 0.25 as bigint)) as t(n) order by n;
