-- Makers of a good in its country, a third of them known sellers of ours: what they could make, make, and sell at home.
with makers as (
  select s.seller, s.company_id, s.country, g.hs6, min(sg.goods) as goods, s.size from seller_goods as sg
         join seller as s using (seller) join goods as g using (goods)
  where s.country not in ('HK', 'SG', 'AE') and chance('maker.is', sg.seller, 0.35) or s.scheme is not null group by s.seller,
    s.company_id, s.country, g.hs6, s.size
), yearly as (
  select m.*, y.year, 900 * pow(m.size, 0.9) * spread('maker.capacity', m.seller * 16 + m.goods % 16, 0.9) as capacity,
         least(0.98, greatest(0.3, 0.82 + 0.08 * bell('maker.use', m.seller) + 0.03 * bell('maker.use_year',
           m.seller * 64 + y.year % 64))) as used,
         least(0.95, greatest(0.05, 0.55 + 0.2 * bell('maker.home', m.seller))) as home, p.month_from
  from makers as m cross join (select cast(year as integer) as year
    from range(year(getvariable('start')) - 1, year(getvariable('last_day')) + 1) as t(year)) as y
  left join (select distinct on (seller) seller, month_from from market_plan where scheme <> '' order by seller,
    month_from) as p on p.seller = m.seller
), shown as (
  select *, case when month_from is not null and year >= year(getvariable('start') + to_months(month_from)) then 0.72
         else 1 end as slack from yearly
)
select 'PR' || hs6 || lpad(cast(seller as varchar), 6, '0') as producer_id, hs6, year, abroad_name(company_id) as producer_name,
       country,
       case when chance('maker.named', seller, 0.85) then company_id end as seller_id, round(capacity, 1) as capacity_tonnes,
       round(capacity * used * slack, 1) as output_tonnes, case when chance('maker.home_known', seller, 0.9)
         then round(capacity * used * slack * home * slack, 1) end as domestic_sales_tonnes
from shown order by producer_id, hs6, year
