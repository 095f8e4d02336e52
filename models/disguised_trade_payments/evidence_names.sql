-- Payees beside shippers of the company's own cargo whose names are written alike (romanised): a hint to ask about, never proof that the
-- two are one party.
with payee as (
  select counterparty_id, counterparty_name, count(*) as payments, sum(amount_usd) as amount_usd
  from fx_remittance
  where strpos('+' || $subject_id || '+', '+' || company_id || '+') > 0 and direction = 'out' and purpose in ('trade_advance', 'trade_arrears')
    and counterparty_name is not null and cast(sent_at as date) between $since and $until
  group by counterparty_id, counterparty_name
), shipper as (
  select shipper_id, shipper_name, count(*) as bills, max(arrived_on) as last_arrived_on
  from bill_of_lading
  where strpos('+' || $subject_id || '+', '+' || consignee_id || '+') > 0 and shipper_name is not null
    and arrived_on between $since and $until
  group by shipper_id, shipper_name
), pair as (
  select p.*, s.*, name_likeness(p.counterparty_name, s.shipper_name) as likeness
  from payee p join shipper s on p.counterparty_id is distinct from s.shipper_id
)
select counterparty_name, counterparty_id, payments, amount_usd, likeness, shipper_name, shipper_id, bills, last_arrived_on
from pair
where likeness >= 0.6
order by likeness desc, amount_usd desc, counterparty_name, shipper_name
