-- Every item with its price as a chain of factors: goods × month × origin × seller × grade × relation × noise, then what
-- a scheme declares instead. USD per kilogram, free on board.
with lines as (
  select s.shipment, s.key, s.relation, s.n, unnest(range(1, s.items + 1)) as item, s.items from shipment as s
), dealt as (
  select l.*, l.key * 16 + l.item as line, d.month, r.firm, r.seller, r.origin, r.usd, r.related,
         r.price_factor as relation_factor, r.grade as usual_grade,
         r.freight, r.incoterm, r.currency, r.scheme as relation_scheme,
         p.factor as planned_factor, p.scheme as planned_scheme, p.grade_text as planned_grade,
         cast(1 + floor(case when l.item = 1 then 0.999 * draw('line.first_goods', l.key) * 0.7
           else draw('line.goods', l.key * 16 + l.item) end * 3) as integer) as wanted_slot
  from lines as l join relation as r using (relation) join day as d on d.n = l.n
  left join deal_plan as p on p.relation = l.relation and l.n between p.day_from and p.day_to
                              and chance('line.dealt', l.key * 16 + l.item, p.share)
), stocked as (
  select d.*, g.goods, g.price_factor as seller_factor from dealt as d
  join (select seller, generate_series as wanted_slot, goods, price_factor, 1 + (generate_series - 1) % slots as slot
        from (select seller, slots, unnest(range(1, 4)) as generate_series from seller_goods where slot = 1)
        join (select seller as of_seller, slot, goods, price_factor from seller_goods)
          on of_seller = seller and slot = 1 + (generate_series - 1) % slots) as g
    on g.seller = d.seller and g.wanted_slot = d.wanted_slot
), graded as (
  select s.*, g.usd_kg, g.graded, g.unit, g.unit_kg, g.noise, m.level,
         case when g.graded = 0 then 1 when chance('line.other_grade', line, 0.12)
           then cast(pick('line.grade', line, 3) as integer)
              else coalesce(s.usual_grade, favoured_grade(s.goods, s.origin)) end as grade,
         coalesce(mp.factor, 1) as market_factor, mp.scheme as market_scheme
  from stocked as s join goods as g using (goods) join goods_month as m on m.goods = s.goods and m.month = s.month
  left join market_plan as mp on mp.seller = s.seller and mp.goods = s.goods and s.month >= mp.month_from
), priced as (
  select *, usd_kg * level * seller_factor * market_factor * relation_factor
            * grade_factor(graded, grade)
            * spread('line.noise', line, noise * case when related then 0.4 else 1 end)
            * case when not related and chance('line.promotion', pair(seller, n // 21), 0.04)
              then 0.72 + 0.2 * draw('line.promotion_size', pair(seller, n // 21)) else 1 end as fair_usd_kg,
         usd * spread('line.value', line, 0.7) * case when item = 1 then 1 else 0.45 end as aim_usd
  from graded
), weighed as (
  select *, fair_usd_kg * coalesce(planned_factor, 1) as declared_usd_kg,
         case unit when 'KG' then greatest(0.2, round(aim_usd / fair_usd_kg, 1)) when 'G'
           then greatest(0.005, round(aim_usd / fair_usd_kg, 3))
              else greatest(1, round(aim_usd / fair_usd_kg / unit_kg)) end as amount
  from priced
)
select shipment, key, item, line, relation, n, month, firm, seller, goods, graded, grade, unit, planned_factor, planned_grade,
       market_scheme,
       coalesce(planned_scheme, relation_scheme) as scheme, amount,
       case when unit in ('KG', 'G') then amount else round(amount * unit_kg * spread('line.mass', line, 0.02),
         2) end as net_mass_kg,
       amount * case when unit in ('KG', 'G') then 1 else unit_kg end * declared_usd_kg as fob_usd,
       amount * case when unit in ('KG', 'G') then 1 else unit_kg end * fair_usd_kg as fair_usd,
       (freight * (0.92 + 0.16 * draw('line.freight', key))) as freight, incoterm, currency
from weighed
