select part, rows_read, used from parts order by used, part
