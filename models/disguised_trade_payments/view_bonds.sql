select company_id, other_id, count(*) as traits from bonds where company_id < other_id group by company_id, other_id order by company_id, other_id limit 300
