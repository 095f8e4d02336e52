-- What was declared for each LCL house bill of the period: the parties and the heading of the item of most value, and the
-- number of headings. One row per house bill; a declaration may lack its bill, and a bill its declaration.
with wanted as (
  select distinct house_bl from bill_of_lading where load_type = 'LCL' and arrived_on between $from and $to
), placed as (
  select d.house_bl, d.importer_id, d.seller_id, d.declarant_id, d.forwarder_id, substr(d.hs_code, 1, 4) as heading,
         cast(d.customs_value_krw as double) as value_krw,
         row_number() over (partition by d.house_bl order by d.customs_value_krw desc, d.declaration_id, d.item_no) as place
  from import_declaration d
  join wanted w on w.house_bl = d.house_bl
)
select house_bl, max(case when place = 1 then importer_id end) as importer_id,
       max(case when place = 1 then seller_id end) as seller_id,
       max(case when place = 1 then declarant_id end) as declarant_id,
       max(case when place = 1 then forwarder_id end) as forwarder_id,
       max(case when place = 1 then heading end) as heading,
       count(distinct heading) as headings, sum(value_krw) as value_krw
from placed
group by house_bl
