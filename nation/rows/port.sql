-- The sea ports of the public list, and the airports that the nation uses.
with listed as (
  select distinct on (code) code as port, name, substr(code, 1, 2) as country, try_cast(latitude as double) as latitude,
         try_cast(longitude as double) as longitude
  from read_csv(getvariable('examples') || '/ports/sea_ports.csv', all_varchar = true, nullstr = '') order by code
), used as (
  select unnest([port, second_port, country || airport]) as port, country from origin
  union select unnest(['KRPUS', 'KRINC', 'KRPTK', 'KRKAN', 'KRICN', 'KRGMP', 'KRPUS']), 'KR'
)
select port, name, country, case when latitude between -90 and 90 and longitude between -180 and 180
       then latitude end as latitude,
       case when latitude between -90 and 90 and longitude between -180 and 180 then longitude end as longitude from listed
union all
select distinct port, port, country, null, null from used where port not in (select port from listed)
order by port
