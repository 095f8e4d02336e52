-- How much of a flow's gap is its seller's own (all buyers pay it): the mean product of gaps of different importers of a seller.
with importer as (
  select seller, importer, avg(greatest(least(g, 2.5), -2.5)) as g from standing where seller <> '' group by seller, importer
), seller as (
  select seller, count(*) as n, sum(g) as s, sum(g * g) as ss from importer group by seller having count(*) >= 2
)
select greatest(0.1, least(0.9, coalesce(sum((s * s - ss) / (n - 1)) / sum(n), 0.5))) as share from seller
