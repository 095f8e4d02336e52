-- What a seller takes from each of its importers for the goods of a subheading, in usual spreads (cut at 4), with the error of that.
select seller, importer, hs6, sum(greatest(least(g, 4), -4) / (0.3 + v + parent)) / sum(1 / (0.3 + v + parent)) as g,
       1 / sum(1 / (0.3 + v + parent)) as error, count(*) as flows
from standing where seller <> ''
group by seller, importer, hs6
