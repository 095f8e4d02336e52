-- Do the uncovered payments of a firm follow the coin premium? Spearman at lags of -1 to 3 days, p by circular shifts, times
-- five for the five lags; false discovery rates over the firms tested: those with the largest sums.
with firm as (
  select company_id from (
    select o.company_id, count(distinct o.sent_on) as days, any_value(b.unexplained_usd) as usd
    from open o join balances b on b.company_id = o.company_id group by o.company_id)
  where days >= 4 and usd > 0
  order by usd desc, company_id
  limit $most_tested
), paid as (
  select company_id, sent_on, sum(ripe_usd) as usd from open where company_id in (select company_id from firm) group by all
), series as (
  select f.company_id, l.lag, list(coalesce(p.usd, 0e0) order by m.observed_on) as paid,
         list(m.premium order by m.observed_on) as premium
  from firm f cross join (select unnest([-1, 0, 1, 2, 3]) as lag) l cross join premium m
  left join paid p on p.company_id = f.company_id and p.sent_on = m.observed_on + l.lag::integer
  group by all
), tested as (
  select company_id, lag, shift_correlation(paid, premium, 7, 999) as c from series
), best as (
  select company_id, lag, c[1] as rho, least(1e0, 5 * c[2]) as p,
         row_number() over (partition by company_id order by c[2], abs(lag), lag) as place
  from tested where c[1] is not null and not isnan(c[1])
), rated as (
  select list(company_id order by company_id) as ids, false_discovery_rates(list(p order by company_id)) as rates from best where place = 1
), rate as (
  select unnest(ids) as company_id, unnest(rates) as q from rated
)
select b.company_id, b.lag, b.rho, b.p, r.q from best b join rate r on r.company_id = b.company_id where b.place = 1
