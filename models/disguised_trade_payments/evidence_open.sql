-- The trade payments of the company, those to counterparties from whom it imported least first, beside what came from them.
with supply as (
  select importer_id, seller_id, count(distinct declaration_id) as declarations, sum(customs_value_krw) as customs_value_krw,
         max(declared_on) as last_declared_on
  from import_declaration
  where declared_on between $since and $until
  group by importer_id, seller_id
)
select p.company_id, p.sent_at, p.counterparty_id, p.counterparty_country, p.purpose, p.currency, p.amount, p.amount_usd,
       p.declaration_id, p.bank, p.branch, coalesce(s.declarations, 0) as declarations_from_counterparty,
       s.customs_value_krw as customs_value_from_counterparty, s.last_declared_on
from fx_remittance p
left join supply s on s.importer_id = p.company_id and s.seller_id = p.counterparty_id
where strpos('+' || $subject_id || '+', '+' || p.company_id || '+') > 0 and p.direction = 'out' and p.purpose in ('trade_advance', 'trade_arrears') and cast(p.sent_at as date) between $since and $until
order by coalesce(s.customs_value_krw, 0), p.sent_at, p.remittance_id
