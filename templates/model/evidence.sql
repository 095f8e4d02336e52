-- The rows behind one finding.
select *
from import_declaration
where declaration_id || '/' || cast(item_no as varchar) = $subject_id
