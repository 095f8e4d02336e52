-- Numbers of documents and boxes, made from the numbers of what they belong to.
create macro house_bill(key) as
  ['HDM', 'KOR', 'PAN', 'ESL', 'TGR', 'WLX', 'ACE', 'SEA'][pick('house_bill.prefix', key, 8)]
    || upper(printf('%010x', cast(key as bigint) % 1099511627689 * 1048583 % 1099511627689));
create macro master_bill(load, box) as
  case when load = 'AIR' then lpad(cast(100 + pick('master.line', box, 880) as varchar), 3, '0') || '-'
    || lpad(cast(cast(floor(draw('master.number', box) * 1e8) as bigint) as varchar), 8, '0')
       else ['MAEU', 'HDMU', 'ONEY', 'EGLV', 'COSU', 'SNKO', 'KMTU', 'MSCU'][pick('master.line', box, 8)]
         || cast(cast(floor(draw('master.number', box) * 9e9) as bigint) + 1000000000 as varchar) end;
create macro box_no(load, box, place) as
  ['MSKU', 'TCLU', 'HDMU', 'KMTU', 'CAIU', 'TEMU', 'SKHU', 'EGHU'][pick('box.line', box * 64 + place + case when load = 'LCL'
    then 32 else 0 end, 8)]
  || lpad(cast(cast(floor(draw('box.number', box * 64 + place + case when load = 'LCL' then 32
    else 0 end) * 1e7) as bigint) as varchar), 7, '0');
-- Names of companies abroad, by country's manner; the number in the id chooses.
set variable abroad_words = (
  select map_from_entries(list((country, names) order by country))
  from origin join (select substr(kind, 8) as style, list(en order by number) as names from words where kind like 'abroad%'
    group by kind) using (style));
create macro abroad_name(id) as
  case when id is null then null else
  coalesce(getvariable('abroad_words')[substr(id, 1, 2)], ['Pacific'])[1 + cast(substr(id,
    3) as bigint) % len(coalesce(getvariable('abroad_words')[substr(id, 1, 2)], ['Pacific']))]
  || ' ' || ['', 'Star ', 'Grand ', 'New ', 'Golden ', 'United ', 'East '][1 + cast(substr(id, 3) as bigint) // 11 % 7]
  || getvariable('abroad_last_en')[1 + cast(substr(id, 3) as bigint) // 101 % len(getvariable('abroad_last_en'))]
  || [', Ltd.', ' Ltd', ', LTD', ' Inc.', ', Limited'][1 + cast(substr(id, 3) as bigint) // 1009 % 5] end;
create macro home_name(number, language) as
  term('firm_first', language, number) || case language when 'ko' then '' else ' ' end
  || term('firm_middle', language, number) || case when language = 'en' and term('firm_middle', language, number) <> '' then ' '
    else '' end || term('firm_last', language, number);
