-- The latest figures of each producer: how much of its capacity lies idle, how much it sells at home, and at what price; and
-- the mean of its idle share over the years reported.
with placed as (
  select producer_id, hs6, year, producer_name, country, seller_id, capacity_tonnes, output_tonnes, domestic_sales_tonnes,
         domestic_sales_value_usd, row_number() over (partition by producer_id, hs6 order by year desc) as place,
         avg(1 - output_tonnes / nullif(capacity_tonnes, 0)) over (partition by producer_id, hs6) as mean_idle_share,
         max(capacity_tonnes) over (partition by producer_id, hs6) as largest_capacity_tonnes
  from producer_capacity
)
select producer_id, hs6, year, producer_name, country, seller_id, capacity_tonnes, output_tonnes, domestic_sales_tonnes,
       domestic_sales_value_usd, mean_idle_share, largest_capacity_tonnes
from placed where place = 1
