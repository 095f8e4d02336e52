-- What each company imported: one row a seller, day and currency, so that a declaration of many items is one amount.
select importer_id as company_id, seller_id as party_id, declared_on, invoice_currency as currency,
       case when transport_mode = '40' then 'air' when transport_mode in ('20', '30') then 'land' else 'sea' end as carriage,
       sum(cast(invoice_amount as double)) as invoice_amount,
       sum(cast(customs_value_krw as double)) as customs_value_krw
from import_declaration
where declared_on between $since and $until and importer_id is not null
group by importer_id, seller_id, declared_on, invoice_currency,
         case when transport_mode = '40' then 'air' when transport_mode in ('20', '30') then 'land' else 'sea' end
