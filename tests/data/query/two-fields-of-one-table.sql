-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select f.meter_key as k0, count(*) as n, sum(f.quantity_hi) as quantity_hi, sum(f.quantity_lo) as quantity_lo, max(f.usage_day) as used_to from utilization_fact as f where (f.meter_key in (select d.key from meter as d where lower(d.unit) = lower($1))) group by 1)
select m.category as g0, m.name as g1, sum(t.quantity_hi) * 10000000000000000 + sum(t.quantity_lo) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
join meter as m on m.key = t.k0
group by 1, 2
order by g0 asc nulls first, g1 asc nulls first
-- columns: meterCategory, meterName, sum(quantity), records, usedTo
-- $1 = Hours
