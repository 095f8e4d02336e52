-- What is known of the companies that pay abroad, and of those that share a person or a place with them.
select company_id, established_on, cast(paid_in_capital_krw as double) as paid_in_capital_krw, representative_pid, address_key,
       phone_key
from company
where country is null or country = 'KR'
