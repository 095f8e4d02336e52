-- Each flow against what its seller takes from other importers: for the same subheading first, then for all goods.
with weighed as (
  select s.*, k.share, 1 / (1 - k.share + s.v + 0.3) as u, greatest(least(s.g, 4), -4) as h from standing s cross join kinship k
), sums as (
  select *, sum(u) over (partition by seller) - sum(u) over (partition by seller, importer) as ua,
         sum(u * h) over (partition by seller) - sum(u * h) over (partition by seller, importer) as sa,
         sum(u) over (partition by seller, hs6) - sum(u) over (partition by seller, hs6, importer) as ub,
         sum(u * h) over (partition by seller, hs6) - sum(u * h) over (partition by seller, hs6, importer) as sb
  from weighed
), leaned as (
  select *, case when seller = '' then 0 else sa / (ua + 1 / share) end as wide, 1 / (case when seller = '' then 0 else ua end + 1 / share) as wide_v from sums
)
select * exclude (u, h, ua, sa, sb, ub, wide, wide_v),
       case when seller = '' then 0 else (sb + wide / (wide_v + 0.1)) / (ub + 1 / (wide_v + 0.1)) end as seller_g,
       1 / (case when seller = '' then 0 else ub end + 1 / (wide_v + 0.1)) as seller_v, ub as other_buyers
from leaned
