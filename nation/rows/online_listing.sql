select 'L' || lpad(cast(n as varchar), 8, '0') as listing_id,
       cast(getvariable('start') + to_days(cast(floor(getvariable('days') * draw('listing.day',
       n)) as integer)) as date) as observed_on,
       person_name(30000000 + lean('listing.person', n, getvariable('persons'), 1.5)) as seller_key,
         phone_written(30000000 + lean('listing.person', n, getvariable('persons'), 1.5), n) as phone_key,
       ['SKIN CREAM', 'VITAMINS', 'SHOES', 'EARPHONES', 'BAG', 'SWEATER',
         'TOY'][pick('listing.goods', n, 7)] as goods_description,
         round(60000 * spread('listing.price', n, 0.7), -2) as price_krw,
         ['used', 'used', 'unopened', 'new'][pick('listing.condition', n, 4)] as condition
from range(1, getvariable('firms') + 1) as t(n) order by n
