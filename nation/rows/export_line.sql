-- Items of exports: each relation of an exporter and a buyer abroad sends a few goods again and again.
with related as (
  select cast(n as bigint) as relation, cast(getvariable('exporters')[lean('export.firm', n, len(getvariable('exporters')),
         1.8)] as integer) as firm,
         cast(lean('export.buyer', n, getvariable('buyers'), 1.5) as integer) as buyer, spread('export.rate', n, 1.1) as busy,
         cast(lean('export.goods', n, getvariable('goods_count'), 1) as integer) as first_goods,
           15000 * spread('export.value', n, 1.0) as usd
  from range(1, cast(getvariable('firms') * 0.9 as bigint)) as t(n)
), total as (select sum_exact(busy) as busy from related),
each as (
  select r.*, unnest(range(cast(floor(r.busy / t.busy * getvariable('items') * 0.4 + draw('export.count',
         r.relation)) as bigint))) as k from related as r, total as t
), placed as (
  select e.*, pair(relation, k) as line, s.n, d.month, f.size, b.country
  from each as e join share_day as s on s.share = cast(floor(8192 * draw('export.day', pair(e.relation, e.k))) as integer)
  join day as d on d.n = s.n join firm as f using (firm) join buyer as b using (buyer)
  union all by name
  select relation, firm, buyer, usd, k, line, s.n, d.month, 1.0 as size, b.country, goods as first_goods
  from planted_export as p join day as s using (n) join day as d on d.n = s.n join buyer as b using (buyer)
), priced as (
  select p.*, g.goods, g.hs_code, g.text_en, g.unit, g.unit_kg,
         g.usd_kg * m.level * 1.05 * spread('export.firm_price', pair(p.firm, g.goods), 0.15) * spread('export.noise', p.line,
         g.noise)
         * coalesce(x.factor, 1) as usd_kg
  from placed as p join goods as g on g.goods = 1 + (p.first_goods - 1 + case when chance('export.second', p.line, 0.25)
    then 7 * p.relation % 5 else 0 end) % getvariable('goods_count')
  join goods_month as m on m.goods = g.goods and m.month = p.month left join planted_export as x on x.line = p.line
), weighed as (
  select *, case unit when 'KG' then greatest(0.2, round(usd * pow(size, 0.4) * spread('export.size', line, 0.6) / usd_kg, 1))
         when 'G' then greatest(0.005, round(usd / usd_kg, 3))
            else greatest(1, round(usd * pow(size, 0.4) * spread('export.size', line, 0.6) / usd_kg / unit_kg)) end as amount
  from priced
)
select line, 1 as item, relation, n, firm, buyer, country, goods, hs_code, text_en, unit, amount,
       case when unit in ('KG', 'G') then amount else round(amount * unit_kg, 2) end as net_mass_kg,
       amount * case when unit in ('KG', 'G') then 1 else unit_kg end * usd_kg as usd, case
         when chance('export.money', relation, 0.8) then 'USD'
         else ['EUR', 'JPY', 'CNY'][pick('export.which_money', relation, 3)] end as currency,
       row_number() over (order by n, line) as declaration
from weighed order by declaration
