-- Who trades: firms at home, sellers and buyers abroad, forwarders, brokers, carriers, couriers. Sizes have heavy tails.
create table words as
  select *, row_number() over (partition by kind order by line) as number
  from (select row_number() over () as line, * from read_csv(getvariable('nation') || '/lists/words.csv', all_varchar = true,
    nullstr = '-'));
create macro term(kind_name, language, number) as
  list_extract(getvariable(kind_name || '_' || language),
               cast(1 + floor(draw('term.' || kind_name, number) * len(getvariable(kind_name || '_' || language))) as bigint));
create macro words_of(kind_name, language) as (
  select list(coalesce(case when language = 'en' then en else ko end, '') order by number) from words where kind = kind_name);
set variable firm_first_en = words_of('firm_first', 'en');
set variable firm_first_ko = words_of('firm_first', 'ko');
set variable firm_middle_en = words_of('firm_middle', 'en');
set variable firm_middle_ko = words_of('firm_middle', 'ko');
set variable firm_last_en = words_of('firm_last', 'en');
set variable firm_last_ko = words_of('firm_last', 'ko');
set variable forwarder_last_en = words_of('forwarder_last', 'en');
set variable forwarder_last_ko = words_of('forwarder_last', 'ko');
set variable city_en = words_of('city', 'en');
set variable city_ko = words_of('city', 'ko');
set variable road_en = words_of('road', 'en');
set variable road_ko = words_of('road', 'ko');
set variable family_name_en = words_of('family_name', 'en');
set variable family_name_ko = words_of('family_name', 'ko');
set variable given_name_en = words_of('given_name', 'en');
set variable given_name_ko = words_of('given_name', 'ko');
set variable abroad_last_en = words_of('abroad_last', 'en');
set variable bank_en = words_of('bank', 'en');
set variable sundry_en = words_of('sundry', 'en');
set variable sundry_ko = words_of('sundry', 'ko');

-- Numbers of firms of each kind. Ids of all kinds come from one row of numbers, so that an id tells no role.
set variable sellers = cast(getvariable('firms') * 1.5 as bigint);
set variable buyers = cast(getvariable('firms') * 0.8 as bigint);
set variable forwarders = greatest(16, cast(getvariable('firms') * 0.05 as bigint));
set variable brokers = greatest(8, cast(getvariable('firms') * 0.025 as bigint));
create macro firm_id(number) as 'KR' || scrambled(number);
create macro home_id(role_offset, number) as 'KR' || scrambled(getvariable('firms') + role_offset * 100000 + number);
create macro abroad_id(country, number) as country || scrambled(2000000 + number);

-- Texts as people write them: several ways for the same phone, a share in Latin script.
create macro phone_text(number) as
  case when number is null then null
       when chance('phone.mobile', number, 0.3)
       then '010-' || lpad(cast(pick('phone.a', number, 8999) + 1000 as varchar), 4, '0') || '-'
         || lpad(cast(pick('phone.b', number, 9999) as varchar), 4, '0')
       else ['02', '051', '032', '053', '031', '055'][pick('phone.area', number, 6)] || '-'
            || lpad(cast(pick('phone.a', number, 8999) + 1000 as varchar), 4, '0') || '-'
              || lpad(cast(pick('phone.b', number, 9999) as varchar), 4, '0') end;
create macro phone_written(number, writer) as
  case pick('phone.way', writer, 8) when 1 then '+82-' || substr(phone_text(number), 2)
       when 2 then replace(phone_text(number), '-', '') when 3 then replace(phone_text(number), '-', ' ')
         else phone_text(number) end;
create macro address_text(number) as
  term('city', 'ko', number) || ' ' || term('road', 'ko', number) || ' ' || cast(pick('address.house', number, 899) as varchar)
  || ', ' || cast(pick('address.floor', number, 18) as varchar) || '층 '
    || cast(100 * pick('address.floor', number, 18) + pick('address.room', number, 12) as varchar) || '호';
create macro person_pid(number) as 'SYN-' || lpad(cast(number as varchar), 9, '0');

-- Firms at home. size: heavy-tailed, median 1. A tenth is founded within the period, some close.
create table firm as
  with drawn as (
    select cast(n as integer) as firm, least(400.0, pow(1 - draw('firm.size', n), -1 / 1.15) / 1.83) as size,
           case when chance('firm.importer', n, 0.82) then true else false end as imports,
           chance('firm.exporter', n, 0.42) as exports,
           case when chance('firm.new', n, 0.10) then cast(floor(draw('firm.begin', n) * getvariable('days') * 0.9) as integer)
                else -cast(floor(200 + 9000 * pow(draw('firm.age', n), 1.6)) as integer) end as founded,
           case when chance('firm.closes', n, 0.03) then cast(floor((0.4 + 0.6 * draw('firm.end',
             n)) * getvariable('days')) as integer) end as closes
    from range(1, getvariable('firms') + 1) as t(n)
  )
  select firm, firm_id(firm) as company_id, case when founded > 0 then size * 0.5 else size end as size,
         imports or not exports as imports, exports, founded,
         case when closes > founded + 90 then closes end as closes,
         firm as person, firm as phone, firm as address,
         pick('firm.bank', firm, 7) as bank, pick('firm.branch', firm, 40) as branch,
         draw('firm.care', firm) as carelessness,
         round(5e7 * pow(size, 0.8) * spread('firm.capital', firm, 0.7), -6) as capital_krw,
         round(2.2e9 * size * spread('firm.sales', firm, 0.5), -6) as sales_krw
  from drawn order by firm;

-- Sellers abroad, each with up to three goods that its country makes. Traders in Hong Kong, Singapore and the Emirates
-- sell what others make.
create table seller as
  with placed as (
    select cast(n as integer) as seller, draw('seller.country', n) as u from range(1, getvariable('sellers') + 1) as t(n)
  ), shares as (
    select number, country, sum(weight) over (order by number) / sum(weight) over () as upto,
           (sum(weight) over (order by number) - weight) / sum(weight) over () as above
    from origin
  )
  select p.seller, cast(s.number as integer) as origin, s.country, abroad_id(s.country, p.seller) as company_id,
         spread('seller.price', p.seller, 0.10) as price_factor,
         pow(1 - draw('seller.size', p.seller), -1 / 1.3) as size, cast(null as varchar) as scheme
  from placed as p join shares as s on p.u >= s.above and p.u < s.upto order by p.seller;

create table seller_goods as
  with reachable as (
    select origin, goods, price_factor, upto / total as upto, (upto - ticket) / total as above
    from (select origin, goods, price_factor, ticket, sum(ticket) over (partition by origin order by goods) as upto,
                 sum(ticket) over (partition by origin) as total
          from (select *, cast(ceil(score * weight * 1e4) as bigint) as ticket from goods_origin join goods using (goods)))
  ), slots as (
    select s.seller, s.origin, s.price_factor as seller_factor, slot, draw('seller.goods', pair(s.seller, slot)) as u
    from seller as s, range(1, 4) as t(slot)
    where slot = 1 or chance('seller.more', pair(s.seller, slot), 0.6)
  ), stocked as (
    select distinct on (s.seller, r.goods) s.seller, s.slot, r.goods, s.origin,
           r.price_factor * s.seller_factor * spread('seller.goods_price', pair(s.seller, s.slot), 0.05) as price_factor
    from slots as s join reachable as r on r.origin = s.origin and s.u >= r.above and s.u < r.upto
    order by s.seller, r.goods, s.slot
  )
  select seller, cast(row_number() over (partition by seller order by slot) as integer) as slot, goods, origin, price_factor,
         count(*) over (partition by seller) as slots
  from stocked order by seller, slot;

create table forwarder as
  select cast(n as integer) as forwarder, home_id(1, n) as company_id, pow(1 - draw('forwarder.size', n), -1 / 1.1) as size,
         getvariable('firms') + 100000 + n as person, cast(null as varchar) as scheme
  from range(1, getvariable('forwarders') + 1) as t(n) order by n;
create table broker as
  select cast(n as integer) as broker, home_id(2, n) as company_id from range(1, getvariable('brokers') + 1) as t(n) order by n;
create table carrier as
  select cast(n as integer) as carrier, case when n <= 4 then home_id(3, n)
         else abroad_id(['SG', 'CN', 'DE', 'TW', 'JP'][1 + n % 5], 2000000 + n) end as company_id
  from range(1, 25) as t(n) order by n;

create table buyer as
  select cast(n as integer) as buyer, o.country, abroad_id(o.country, 1000000 + n) as company_id
  from (select n, 1 + floor(pow(draw('buyer.country', n), 2) * (select count(*) from origin)) as number
        from range(1, getvariable('buyers') + 1) as t(n)) as b
  join origin as o using (number) order by n;

-- Schemes add firms, sellers and relations to the tables above, and to these.
create table extra_link as
  select cast('' as varchar) as from_id, cast('' as varchar) as to_id, cast('' as varchar) as link_type,
         cast(0 as integer) as since,
         'company' as from_kind, 'company' as to_kind where false;
create table extra_offence as
  select '' as party_id, '' as party_role, 0 as decided, 0 as committed, '' as offence_type, cast(0 as double) as amount_krw
         where false;
