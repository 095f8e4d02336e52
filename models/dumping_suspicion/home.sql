-- Our own country: the usual origin of our exports, unless the parameter names it.
with origin as (
  select country_origin as country, count(*) as items from export_declaration where country_origin is not null
  group by country_origin
), first as (
  select max_by(country, (items, country)) as country from origin
)
select coalesce(nullif(trim($home_country), ''), country, 'KR') as country from first
