-- What the register knows of the companies.
select company_id, established_on from company
