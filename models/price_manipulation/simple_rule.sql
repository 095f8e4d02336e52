-- What an analyst writes in an afternoon: 0.6745 (x - median) / MAD of the logarithm of the value per kilogram within HS code and origin.
with priced as (
  select declaration_id || '/' || cast(item_no as varchar) as subject_id, hs_code, country_origin,
         ln(cast(customs_value_krw as double) / cast(net_mass_kg as double)) as x
  from import_declaration where declared_on between $from and $to and net_mass_kg > 0 and customs_value_krw > 0
), placed as (
  select *, row_number() over (partition by hs_code, country_origin order by x) as place, count(*) over (partition by hs_code, country_origin) as n
  from priced
), centred as (
  select *, abs(x - max(case when place = floor((n + 1) / 2e0) then x end) over (partition by hs_code, country_origin)) as off from placed
), off_placed as (
  select *, row_number() over (partition by hs_code, country_origin order by off) as off_place from centred
), scaled as (
  select *, max(case when off_place = floor((n + 1) / 2e0) then off end) over (partition by hs_code, country_origin) as mad from off_placed
)
select subject_id, case when n < 5 then 0 else 0.6745e0 * off / greatest(mad, 0.01e0) end as score from scaled
