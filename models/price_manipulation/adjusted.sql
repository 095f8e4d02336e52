select p.*, p.x - p.middle - coalesce(m.move, 0) as y, p.other_x - p.middle - coalesce(m.move, 0) as other_y
from lifted p left join months m on m.hs_code = p.hs_code and m.month_no = p.month_no
