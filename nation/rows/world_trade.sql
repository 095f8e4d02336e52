-- The world's statistics: what origins report as exports to us (our imports, by their month), what they send to third
-- countries at their own level of price, and our own report.
with imported as (
  select g.hs6, o.country, d.month, sum(cast(l.net_mass_kg as decimal(18, 3))) as kg,
         sum(cast(l.fob_usd as decimal(18, 4))) as usd,
         sum(cast(l.fob_usd * (1 + l.freight) as decimal(18, 4))) as cif_usd
  from import_line as l join goods as g using (goods) join relation as r using (relation)
    join origin as o on o.number = r.origin
  join day as d on d.n = greatest(0, l.n - r.sea_days // 2) group by all
), pairs as (
  select go.goods, g.hs6, go.origin, go.country, go.price_factor * g.usd_kg as usd_kg, g.graded,
         pair(go.goods, go.origin) as number, go.score
  from goods_origin as go join goods as g using (goods)
), third as (
  select p.*, o.country as partner, o.number as partner_number, pair(p.number % 1048576, o.number) + p.goods * 7 as way
  from pairs as p join origin as o on o.number <= 18 and o.country <> p.country
    and chance('third.trades', p.number * 64 + o.number, 0.3)
), exported as (
  select t.hs6, m.month, t.country, t.partner,
         round(60000 * pow(t.score, 0.7) * spread('third.usd', t.number * 64 + t.partner_number, 0.9) * spread('third.month',
           (t.number * 64 + t.partner_number) * 256 + m.month, 0.35), 0) as usd,
         t.usd_kg * m.level * case when t.graded > 0 then (0.62 * grade_factor(t.graded,
           favoured_grade(t.goods, t.origin)) + 0.38 * 0.79) * spread('third.grades', t.number * 64 + t.partner_number, 0.05)
           else 1 end
           * spread('third.price', t.number * 64 + t.partner_number, 0.05) * spread('third.noise',
             (t.number * 64 + t.partner_number) * 256 + m.month, 0.05) as usd_kg
  from third as t join goods_month as m on m.goods = t.goods and m.month between 0 and getvariable('months') - 1
), reported as (
  select hs6, month, country as reporter, partner, 'export' as flow,
         cast(sum(cast(usd / usd_kg as decimal(18, 3))) as double) as kg,
         cast(sum(cast(usd as decimal(18, 2))) as double) as usd
  from exported group by all
  union all
  select hs6, month, country, 'KR', 'export', cast(kg as double) * spread('report.kg', cast(hs6 as integer) * 1000 + month,
         0.01),
         cast(usd as double) * spread('report.usd', cast(hs6 as integer) * 1000 + month, 0.02) from imported
  union all
  select hs6, month, 'KR', country, 'import', cast(kg as double), cast(cif_usd as double) from imported
)
select strftime(cast(getvariable('start') + to_months(month) as date), '%Y-%m') as period, reporter, partner, flow, hs6,
       case when chance('report.no_mass', cast(hs6 as bigint) * 100000000 + ascii(reporter) * 1000000 + ascii(substr(reporter,
         2)) * 10000 + ascii(partner) * 100 + ascii(substr(partner, 2)) + month * 7, 0.02) then case when month % 2 = 0
         then 0 end else round(kg, 1) end as quantity_kg, round(usd, 2) as value_usd
from reported where usd >= 1 order by period, reporter, partner, flow, hs6
