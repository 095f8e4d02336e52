select *, g - seller_g as own_g, (1 - share) + v + seller_v + parent as own_v, (g - seller_g) / sqrt((1 - share) + v + seller_v + parent) as z
from sellers
