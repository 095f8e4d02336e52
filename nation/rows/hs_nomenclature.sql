select hs_code, level, description_en, description_ko from (
  select hscode as hs_code, cast(level as integer) as level, description as description_en,
         cast(null as varchar) as description_ko
  from read_csv(getvariable('examples') || '/hs_nomenclature/harmonized-system.csv', all_varchar = true) where hscode <> 'TOTAL'
  union all
  select distinct on (hs_code) hs_code, 10, text_en, text_ko from goods order by hs_code
) order by hs_code
