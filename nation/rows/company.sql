-- Most parties have a row; some that appear in declarations have none.
select company_id, name_ko, name_en, registration_no, country, established_on, closed_on, industry_code, paid_in_capital_krw,
       annual_sales_krw,
       address_key, phone_key, representative_pid, authorised_operator, roles
from (
  select f.company_id, case when chance('company.no_ko', f.firm, 0.02) then null else '(주)'
         || home_name(f.firm, 'ko') end as name_ko,
         case when chance('company.no_en', f.firm, 0.12) then null
              else home_name(f.firm, 'en') || [' Co., Ltd.', ' CO.,LTD', ' Co.Ltd',
                ' Inc.'][pick('company.form', f.firm, 4)] end as name_en,
         lpad(cast(100 + f.firm * 7 % 800 as varchar), 3, '0') || '-'
           || ['81', '86', '87', '88'][pick('company.kind', f.firm, 4)] || '-'
           || lpad(cast(f.firm * 7919 % 99991 as varchar), 5, '0') as registration_no,
         'KR' as country, cast(getvariable('start') + to_days(f.founded) as date) as established_on,
         case when f.closes is not null then cast(getvariable('start') + to_days(greatest(f.closes,
           f.founded)) as date) end as closed_on,
         ['46', '47', '20', '22', '24', '26', '28', '10', '13', '14'][pick('company.industry', f.firm, 10)]
           || lpad(cast(pick('company.class', f.firm, 99) as varchar), 2, '0') as industry_code,
         f.capital_krw as paid_in_capital_krw, case when f.founded > getvariable('days') - 365
           or chance('company.no_sales', f.firm, 0.05) then null else f.sales_krw end as annual_sales_krw,
         address_text(f.address) as address_key, case when chance('company.no_phone', f.firm, 0.03) then null
           else phone_written(f.phone, f.firm) end as phone_key,
         person_pid(f.person) as representative_pid, f.size > 12
           and chance('company.operator', f.firm, 0.5) as authorised_operator,
         concat_ws(';', case when f.imports then 'importer' end, case when f.exports then 'exporter' end) as roles, 1 as kind,
           f.firm as number
  from firm as f
  union all
  select company_id, '(주)' || term('firm_first', 'ko', 7000000 + forwarder) || term('forwarder_last', 'ko', forwarder),
         term('firm_first', 'en', 7000000 + forwarder) || ' ' || term('forwarder_last', 'en', forwarder) || ' Co., Ltd.',
         '2' || lpad(cast(forwarder % 100 as varchar), 2, '0') || '-81-'
           || lpad(cast(forwarder * 613 % 99991 as varchar), 5, '0'), 'KR',
         cast(getvariable('start') - to_days(cast(300 + floor(7000 * draw('forwarder.age', forwarder)) as integer)) as date),
           null, '5291', 3e8, round(4e9 * size, -6),
         address_text(8000000 + forwarder), phone_written(8000000 + forwarder, forwarder), person_pid(person), size > 6,
           'forwarder', 2, forwarder from forwarder
  union all
  select company_id, term('firm_first', 'ko', 9000000 + broker) || ' 관세사무소', term('firm_first', 'en', 9000000 + broker)
         || ' Customs Brokers', null, 'KR',
         cast(getvariable('start') - to_days(cast(500 + 80 * broker % 6000 as integer)) as date), null, '7112', null, null,
           address_text(9000000 + broker), phone_written(9000000 + broker, broker),
         person_pid(9000000 + broker), false, 'broker', 3, broker from broker
  union all
  select company_id, null, abroad_name(company_id), null, substr(company_id, 1, 2), null, null, '5012', null, null, null, null,
         null, null, 'carrier', 4, carrier from carrier
  union all
  select company_id, null, abroad_name(company_id), null, country, null, null, null, null, null, null, null, null, null,
         'overseas', 5, seller from seller where not chance('company.unknown', seller, 0.08)
  union all
  select company_id, null, abroad_name(company_id), null, country, null, null, null, null, null, null, null, null, null,
         'overseas', 6, buyer from buyer
  where not chance('company.unknown', 5000000 + buyer, 0.12) and company_id not in (select company_id from seller)
) order by kind, number
