-- What scatters: between honest series (between_square, from the middle of this nation's own, by pair and by supplier, more
-- where the third countries' prices lie further apart than usual) and within a series from month to month (within_square: its
-- own, leaning with eight months on the usual).
with noise as (
  select s.hs6, s.country, s.supplier, sum((s.change - l.mean_change) ** 2) as square
  from series s join levels l on l.hs6 = s.hs6 and l.country = s.country and l.supplier is not distinct from s.supplier
  group by s.hs6, s.country, s.supplier
), joined as (
  select l.*, l.supplier is null as is_pair, n.square as noise_square, n.square / (l.months - 1) as own_square
  from levels l join noise n on n.hs6 = l.hs6 and n.country = l.country and n.supplier is not distinct from l.supplier
), usual as (
  select is_pair, median(excess_gap) as excess, median(own_square) as noise, median(market_error_square) as market
  from joined group by is_pair
), centred as (
  select j.*, j.excess_gap - u.excess as excess, (j.noise_square + 8 * u.noise) / (j.months + 7) as within_square,
         greatest(coalesce(j.market_error_square - u.market, 0), 0) as market_square
  from joined j join usual u on u.is_pair = j.is_pair
), spread as (
  select is_pair, greatest((1.4826 * median(abs(excess))) ** 2 - median(within_square / months), 0.0009) as square from centred group by is_pair
)
select c.*, s.square + c.market_square as between_square from centred c join spread s on s.is_pair = c.is_pair
