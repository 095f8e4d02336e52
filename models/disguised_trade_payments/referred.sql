-- Who imported the goods that payments name, where they came from the very counterparty that is paid.
with named as (
  select distinct company_id, counterparty_id, declaration_id
  from fx_remittance
  where direction = 'out' and purpose in ('trade_advance', 'trade_arrears') and company_id is not null
    and counterparty_id is not null and declaration_id is not null and cast(sent_at as date) between $since and $until
)
select n.company_id, d.importer_id as other_id, count(distinct n.declaration_id) as declarations
from named n
join import_declaration d on d.declaration_id = n.declaration_id and d.seller_id = n.counterparty_id
where d.importer_id <> n.company_id
group by n.company_id, d.importer_id
