-- Which parts of the model had data to work with.
select 'payments_to_goods' as part, (select count(*) from goods) as rows_read, (select count(*) from goods) > 0 as used
union all select 'official_rates', (select count(*) from official_rates), (select count(*) from official_rates) > 0
union all select 'company_facts', (select count(*) from firms), (select count(*) from firms) > 0
union all select 'links', (select count(*) from links), (select count(*) from links) > 0
union all select 'exchange_deposits', (select count(*) from deposits), (select count(*) from deposits) > 0
union all select 'coin_premium', (select count(*) from premium), (select count(*) from premium) > 0
union all select 'exports', (select count(*) from exports), (select count(*) from exports) > 0
union all select 'receipts', (select count(*) from receipts), (select count(*) from receipts) > 0
