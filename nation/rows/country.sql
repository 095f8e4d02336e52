select c."ISO3166-1-Alpha-2" as country, c."CLDR display name" as name_en, c.name_ko,
       coalesce(c."Sub-region Name", 'Antarctica') as region, o.trade_agreement as trade_agreements
from read_csv(getvariable('examples') || '/countries/countries.csv', all_varchar = true, nullstr = '') as c left
  join origin as o on o.country = c."ISO3166-1-Alpha-2"
order by country
