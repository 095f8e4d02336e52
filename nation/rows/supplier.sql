-- Sellers abroad by number, with the name that documents bear; those that schemes bring among them.
select seller, company_id, country, abroad_name(company_id) as name from seller order by seller
