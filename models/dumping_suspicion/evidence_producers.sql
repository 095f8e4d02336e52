-- Producers of the country: capacity, output, sales at home, and their home price where known.
select p.producer_id, p.producer_name, p.seller_id, p.year, p.capacity_tonnes, p.output_tonnes,
       1 - p.output_tonnes / nullif(p.capacity_tonnes, 0) as idle_share, p.domestic_sales_tonnes,
       p.domestic_sales_tonnes / nullif(p.output_tonnes, 0) as home_share,
       p.domestic_sales_value_usd / nullif(p.domestic_sales_tonnes, 0) as home_price_usd_per_tonne
from producers p
where p.hs6 || '/' || p.country = $subject_id
order by p.producer_id
