-- The items of the period to score.
select subject_id, declared_on, customs_value_krw, departure, origin, subheading, heading, tax_type, tax_rate, seller,
       importer, declarant
from items
where declared_on between $from and $to
