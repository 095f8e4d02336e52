-- Where a party is at home.
select company_id as party, country from company where country is not null
