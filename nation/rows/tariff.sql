-- The basic rate of each code, and a lower one for each agreement whose country makes it.
select distinct on (hs_code, rate_type, country_group) hs_code, rate_type, country_group, valid_from, rate_pct,
       cast(null as date) as valid_to from (
  select hs_code, 'A' as rate_type, '*' as country_group, date '2010-01-01' as valid_from, duty_pct as rate_pct, goods as place
         from goods
  union all
  select g.hs_code, 'F' || substr(split_part(o.trade_agreement, ';', 1), 5, 2) || '1', split_part(o.trade_agreement, ';', 1),
         date '2015-01-01',
         preferred_rate(g.duty_pct, g.goods, o.number), g.goods
  from goods as g join goods_origin as go using (goods) join origin as o on o.number = go.origin
  where o.trade_agreement is not null and chance('goods.preference', pair(g.goods, o.number), 0.8)
) order by hs_code, rate_type, country_group, rate_pct, place
