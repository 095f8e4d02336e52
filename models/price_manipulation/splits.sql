-- A relation's items in their order, and for each day between two of them how far the level before lies from the level after, in
-- deviations of one item (gaps cut at four). At least two items stand on either side.
with own as (
  select subject_id, importer, seller, declared_on, greatest(least(gap / noise, 4), -4) as u from judged where seller <> ''
), run as (
  select importer, seller, row_number() over flow as place,
         sum(u) over (flow rows between unbounded preceding and current row) as so_far,
         count(*) over (partition by importer, seller) as n, sum(u) over (partition by importer, seller) as total,
         declared_on, lead(declared_on) over flow as next_on
  from own
  window flow as (partition by importer, seller order by declared_on, subject_id)
)
select importer, seller, next_on as since, n, (total - so_far) / (n - place) as after,
       (total - so_far) / (n - place) - so_far / place as rise, n / cast(place * (n - place) as double) as error_square
from run
where place >= 2 and n - place >= 2 and next_on > declared_on
