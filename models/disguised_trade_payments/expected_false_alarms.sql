-- How many payers would reach the line if what is known of the firm, its deposits, its days and its beneficiaries had nothing to
-- do with its money: these four are dealt anew among payers in the same position (tested against the premium, with open money,
-- without). Rounded up so that nineteen of twenty nations without schemes stay within it.
with piece as (
  select t.company_id, t.weight_money + t.weight_sum + t.weight_burst + t.weight_unknown + t.weight_branch + t.weight_explained as money,
         t.weight_age + t.weight_capital + t.weight_shared as firm, t.weight_deposits as deposits, t.weight_timing as timing,
         t.weight_beneficiary as beneficiary,
         case when m.company_id is not null then 2 when b.unexplained_usd > 0 then 1 else 0 end as position
  from totals t
  join balances b on b.company_id = t.company_id
  left join timing m on m.company_id = t.company_id
), size as (
  select greatest(1, least(50, 200000 // greatest(1, count(*)))) as draws from piece
), draw as (
  select unnest(range(cast((select draws from size) as bigint))) as draw
), seat as (
  select d.draw, p.*,
         row_number() over (partition by d.draw, p.position order by md5(p.company_id || 'm' || d.draw)) as money_seat,
         row_number() over (partition by d.draw, p.position order by md5(p.company_id || 'f' || d.draw)) as firm_seat,
         row_number() over (partition by d.draw, p.position order by md5(p.company_id || 'd' || d.draw)) as deposit_seat,
         row_number() over (partition by d.draw, p.position order by md5(p.company_id || 't' || d.draw)) as timing_seat,
         row_number() over (partition by d.draw, p.position order by md5(p.company_id || 'b' || d.draw)) as beneficiary_seat
  from piece p cross join draw d
), dealt as (
  select count(*) filter (where m.money + f.firm + d.deposits + t.timing + b.beneficiary >= $alert_weight) as reached
  from seat m
  join seat f on f.draw = m.draw and f.position = m.position and f.firm_seat = m.money_seat
  join seat d on d.draw = m.draw and d.position = m.position and d.deposit_seat = m.money_seat
  join seat t on t.draw = m.draw and t.position = m.position and t.timing_seat = m.money_seat
  join seat b on b.draw = m.draw and b.position = m.position and b.beneficiary_seat = m.money_seat
)
select ceil(e.mean + 1.645 * sqrt(e.mean)) as expected_false_alarms
from (select reached / (select draws from size)::double as mean from dealt) e
