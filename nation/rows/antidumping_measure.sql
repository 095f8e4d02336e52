-- Duties in force on a few goods of a few countries, for named makers and for all others.
with chosen as (
  select go.goods, g.hs6, go.country, go.origin, cast(row_number() over (order by draw('measure.chosen',
         pair(go.goods, go.origin)), go.goods, go.origin) as integer) as place
  from goods_origin as go join goods as g using (goods) where go.country in ('CN', 'VN', 'ID', 'IN', 'TH', 'MY', 'TW', 'JP')
), measures as (select * from chosen where place <= 8)
select 'AD-' || lpad(cast(m.place as varchar), 3, '0') as measure_id, s.supplier_id, m.hs6 as hs_prefix, m.country,
       round(6 + 30 * draw('measure.rate', m.place * 64 + s.slot), 2) as rate_pct,
       cast(getvariable('start') - to_days(cast(pick('measure.since', m.place, 1500) as integer)) as date) as effective_from,
         cast(getvariable('last_day') + to_days(400) as date) as effective_to
from measures as m join (
  select m.place, '*' as supplier_id, 0 as slot from measures as m
  union all
  select place, company_id, slot from (select m.place, s.company_id, cast(row_number() over (partition by m.place
         order by s.size desc, s.seller) as integer) as slot
    from measures as m join seller_goods as sg on sg.goods = m.goods and sg.origin = m.origin
      join seller as s on s.seller = sg.seller) where slot <= 2
) as s using (place) order by measure_id, supplier_id
