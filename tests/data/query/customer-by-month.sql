-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select f.customer_key as k0, first_m.first_key as k1, f.usage_day - (cast(extract(day from f.usage_day) as integer) - 1) as k2, count(*) as n, sum(f.quantity_hi) as quantity_hi, sum(f.quantity_lo) as quantity_lo, max(f.usage_day) as used_to from analytics_fact as f
  join (select d.key, min(d.key) over (partition by d.unit) as first_key from meter as d) as first_m on first_m.key = f.meter_key where f.usage_day >= $1 and f.usage_day < $2 group by 1, 2, 3)
select c.name as g0, m.unit as g1, t.k2 as g2, sum(t.quantity_hi) * 10000000000000000 + sum(t.quantity_lo) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
join customer as c on c.key = t.k0
join meter as m on m.key = t.k1
group by 1, 2, 3
order by g0 asc nulls first, g1 asc nulls first, g2 asc nulls first
-- columns: customerName, meterUnit, usageDate, sum(quantity), records, usedTo
-- $1 = 2026-09-01
-- $2 = 2026-12-01
