-- Every importer of the period, and what it usually brings in: the headings of its declarations, LCL or not.
select importer_id, substr(hs_code, 1, 4) as heading,
       count(distinct house_bl) + sum(case when house_bl is null then 1 else 0 end) as shipments,
       sum(cast(customs_value_krw as double)) as value_krw
from import_declaration
where declared_on between $from and $to
group by importer_id, substr(hs_code, 1, 4)
