select company_id, trait, 1 as shared from bonds order by company_id, trait limit 500
