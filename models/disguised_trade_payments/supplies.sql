-- Goods in dollars as invoiced. Where the invoice is not known: the customs value less freight and insurance.
select g.company_id, g.party_id, g.declared_on, g.currency, g.invoice_amount,
       coalesce(nullif(g.invoice_amount, 0) * r.usd_per_unit,
                g.customs_value_krw / w.krw_per_usd / case g.carriage when 'air' then 1.2 when 'land' then 1.04 else 1.05 end,
                0e0) as usd
from goods g
asof left join rates r on r.currency = g.currency and g.declared_on >= r.observed_on
asof left join won w on g.declared_on >= w.observed_on
