-- What a unit usually weighs: the middle of the commodity (a rank window).
select hs_code, unit_mass as usual from (
  select hs_code, unit_mass, row_number() over (partition by hs_code order by unit_mass, subject_id) as place,
         count(*) over (partition by hs_code) as n
  from measured where unit_mass is not null) as r
where place = (n + 1) // 2
