-- At stake: duty and VAT on what was hidden; the money moved where the price was raised; what went round.
select 'import_item' as subject_type, i.declaration_id || '/' || cast(i.item_no as varchar) as subject_id,
       c.scheme as scheme_id, c.difficulty,
       case when c.under then round((l.fair_usd - l.fob_usd) * (1 + l.freight) * u.krw * (i.tax_rate_pct / 100 + 0.1 * (1 + i.tax_rate_pct / 100)), 0)
            else round((l.fob_usd - l.fair_usd) * u.krw, 0) end as amount_krw,
       i.declared_on as started_on
from import_line as l join price_case as c using (relation)
join import_declaration as i on cast(substr(i.declaration_id, 10, 8) as bigint) = l.shipment and i.item_no = l.item
join rate as u on u.currency = 'USD' and u.n = l.n
where l.planned_factor is not null
union all
select 'company', f.company_id, t.scheme, any_value(t.difficulty),
       round(cast(sum(cast(e.usd * u.krw as decimal(20, 2))) as double), 0),
       cast(getvariable('start') + to_days(cast(min(e.n) as integer)) as date)
from planted_export as p join export_line as e using (line) join round_trip as t on t.scheme = p.scheme
  join firm as f on f.firm = t.firm join rate as u on u.currency = 'USD' and u.n = e.n
group by f.company_id, t.scheme
