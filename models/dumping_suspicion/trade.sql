-- What the exporting countries sold to each market, in US dollars FOB and kilograms, a row per month: their own reports;
-- where they report nothing of a market in a month, what that market reports as imports from them, less freight.
with wanted as (
  select distinct hs6, country from imports
), reported as (
  select w.period, w.reporter as country, w.partner as market, w.hs6, sum(w.quantity_kg) as mass_kg,
         sum(cast(w.value_usd as double)) as value_usd
  from world_trade w
  join wanted x on x.hs6 = w.hs6 and x.country = w.reporter
  where w.flow = 'export' and w.quantity_kg > 0 and w.value_usd > 0
    and w.period between substr(cast($from as varchar), 1, 7) and substr(cast($to as varchar), 1, 7)
  group by w.period, w.reporter, w.partner, w.hs6
), mirrored as (
  select w.period, w.partner as country, w.reporter as market, w.hs6, sum(w.quantity_kg) as mass_kg,
         sum(cast(w.value_usd as double)) / (1e0 + $freight_other) as value_usd
  from world_trade w
  join wanted x on x.hs6 = w.hs6 and x.country = w.partner
  where w.flow = 'import' and w.quantity_kg > 0 and w.value_usd > 0
    and w.period between substr(cast($from as varchar), 1, 7) and substr(cast($to as varchar), 1, 7)
  group by w.period, w.partner, w.reporter, w.hs6
)
select period, country, market, hs6, mass_kg, value_usd, 'exporter' as source from reported where market <> country
union all
select m.period, m.country, m.market, m.hs6, m.mass_kg, m.value_usd, 'mirror' as source
from mirrored m
where m.market <> m.country
  and not exists (select 1 from reported r where r.period = m.period and r.country = m.country and r.market = m.market
                    and r.hs6 = m.hs6)
