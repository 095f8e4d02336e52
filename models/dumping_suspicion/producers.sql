-- The latest figures of each producer: how much of its capacity lies idle, how much it sells at home, and at what price.
with placed as (
  select producer_id, hs6, year, producer_name, country, seller_id, capacity_tonnes, output_tonnes, domestic_sales_tonnes,
         domestic_sales_value_usd, row_number() over (partition by producer_id, hs6 order by year desc) as place
  from producer_capacity
)
select producer_id, hs6, year, producer_name, country, seller_id, capacity_tonnes, output_tonnes, domestic_sales_tonnes,
       domestic_sales_value_usd
from placed where place = 1
