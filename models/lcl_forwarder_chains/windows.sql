-- Every forwarder at every month in which its chain might have changed: the windows before and after, their sizes and what
-- changed between them, drawn towards no change where bills are few.
with last_month as (
  select max(month_no) as month_no from months
), split as (
  select f.forwarder_id, s.month_no
  from (select distinct forwarder_id from months) f
  cross join (select unnest(generate_series(2, (select month_no from last_month) - 1)) as month_no) s
), summed as (
  select s.forwarder_id, s.month_no,
         coalesce(sum(m.bills) filter (where m.month_no < s.month_no), 0) as n1,
         coalesce(sum(m.bills) filter (where m.month_no >= s.month_no), 0) as n2,
         sum(m.newcomer_bills) filter (where m.month_no < s.month_no) as new1,
         sum(m.newcomer_bills) filter (where m.month_no >= s.month_no) as new2,
         sum(m.representative_bills) filter (where m.month_no < s.month_no) as rep1,
         sum(m.representative_bills) filter (where m.month_no >= s.month_no) as rep2,
         sum(m.one_shipper_bills) filter (where m.month_no < s.month_no) as one1,
         sum(m.one_shipper_bills) filter (where m.month_no >= s.month_no) as one2,
         sum(m.ln_houses) filter (where m.month_no < s.month_no) as houses1,
         sum(m.ln_houses) filter (where m.month_no >= s.month_no) as houses2,
         sum(m.ln_parties) filter (where m.month_no < s.month_no) as parties1,
         sum(m.ln_parties) filter (where m.month_no >= s.month_no) as parties2,
         sum(m.ln_goods) filter (where m.month_no < s.month_no) as goods1,
         sum(m.ln_goods) filter (where m.month_no >= s.month_no) as goods2
  from split s
  join months m on m.forwarder_id = s.forwarder_id
    and m.month_no between s.month_no - $window_months and s.month_no + $window_months - 1
  group by s.forwarder_id, s.month_no
)
select forwarder_id, month_no, n1, n2,
       (2.0 * n1 * n2 / (n1 + n2)) / (2.0 * n1 * n2 / (n1 + n2) + $min_bills) as trust,
       rep2 / n2 - rep1 / n1 as representative, one2 / n2 - one1 / n1 as one_shipper,
       new2 / n2 - new1 / n1 as newcomers, (houses2 / n2 - houses1 / n1) as houses,
       (parties2 / n2 - parties1 / n1) as parties, (goods2 / n2 - goods1 / n1) as goods,
       rep1 / n1 as rep_before, rep2 / n2 as rep_after, one1 / n1 as one_before, one2 / n2 as one_after,
       new1 / n1 as new_before, new2 / n2 as new_after, exp(houses1 / n1) as houses_before, exp(houses2 / n2) as houses_after,
       exp(parties1 / n1) as parties_before, exp(parties2 / n2) as parties_after
from summed
where n1 >= 5 and n2 >= 5
