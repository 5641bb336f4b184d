-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select count(*) as n, max(f.usage_day) as used_to from utilization_fact as f where ((f.quantity_hi = $1 and f.quantity_lo = $2) and (f.quantity_hi < $3 or (f.quantity_hi = $3 and f.quantity_lo < $4)) and ((f.quantity_hi > $5 or (f.quantity_hi = $5 and f.quantity_lo >= $6)) and (f.quantity_hi < $7 or (f.quantity_hi = $7 and f.quantity_lo <= $8))) and not coalesce(((f.quantity_hi = $9 and f.quantity_lo = $10) or (f.quantity_hi = $11 and f.quantity_lo = $12)), false) and not coalesce(f.quantity_hi is null, false)))
select coalesce(cast(sum(t.n) as bigint), 0) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
-- columns: count(), records, usedTo
-- $1 = 1500000
-- $2 = 0
-- $3 = -1
-- $4 = 9999999999999999
-- $5 = 0
-- $6 = 0
-- $7 = 100000000
-- $8 = 0
-- $9 = 1000000
-- $10 = 0
-- $11 = 2000000
-- $12 = 0
