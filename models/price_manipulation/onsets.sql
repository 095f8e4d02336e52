-- The day on which each relation's level changed most. Honest levels move too: what they move by is taken from the middle of the
-- relations with many items, and counts as error.
with best as (
  select importer, seller, any_value(n) as n, arg_max(since, abs(rise) / sqrt(error_square + 0.25)) as since,
         arg_max(rise, abs(rise) / sqrt(error_square + 0.25)) as rise, arg_max(after, abs(rise) / sqrt(error_square + 0.25)) as after,
         arg_max(error_square, abs(rise) / sqrt(error_square + 0.25)) as error_square
  from splits group by importer, seller
), drift as (
  select greatest(0.3, coalesce(median(abs(rise)) filter (n >= 20), 0.7)) as d from best
)
select b.importer, b.seller, b.n, b.since, b.after, b.rise / sqrt(b.error_square + d.d ** 2) as t
from best b cross join drift d
