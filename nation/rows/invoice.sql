-- What each shipment's invoice asks for, in its currency.
select l.shipment, any_value(l.key) as key, any_value(l.relation) as relation, any_value(l.n) as n,
       round(sum(cast(l.fob_usd * case when l.incoterm in ('CIF', 'CFR', 'CIP', 'CPT', 'DAP') then 1 + l.freight
         when l.incoterm = 'EXW' then 0.985 else 1 end as decimal(18, 4))), 2) as usd,
       any_value(l.currency) as currency, min(case when l.item = 1 then g.hs_code end) as hs_code
from import_line as l join goods as g using (goods)
group by l.shipment order by l.shipment
