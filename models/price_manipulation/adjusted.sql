-- The price with the market's move and the discount on a large order taken out as well, from the commodity's middle.
with sized as (
  select *, greatest(least(ln(value_krw) - declared_x - avg(ln(value_krw) - declared_x) over (partition by hs_code, line, origin, seller, importer), 2), -2)
         as size
  from lifted
), moved as (
  select s.* exclude (size), s.middle + coalesce(m.move, 0) + b.slope * s.size as expected
  from sized s cross join bulk b left join months m on m.hs_code = s.hs_code and m.month_no = s.month_no
)
select * exclude (expected), x - expected as y, other_x - expected as other_y from moved
