-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select f.customer_key as k0, first_m.first_key as k1, count(*) as n, sum(f.quantity_hi) as quantity_hi, sum(f.quantity_lo) as quantity_lo, max(f.usage_day) as used_to from utilization_fact as f
  join (select d.key, min(d.key) over (partition by d.unit) as first_key from meter as d) as first_m on first_m.key = f.meter_key where f.usage_day >= $1 and (f.meter_key in (select d.key from meter as d where lower(d.category) = lower($2)) and (f.meter_key in (select d.key from meter as d where lower(d.category) = lower($3)) or f.place_key in (select d.key from place as d where lower(d.resource_location) = lower($4))) and f.place_key in (select d.key from place as d where lower(d.resource_location) = lower($5))) group by 1, 2)
select c.name as g0, m.unit as g1, sum(t.quantity_hi) * 10000000000000000 + sum(t.quantity_lo) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
join customer as c on c.key = t.k0
join meter as m on m.key = t.k1
group by 1, 2
order by g0 asc nulls first, g1 asc nulls first
-- columns: customerName, meterUnit, sum(quantity), records, usedTo
-- $1 = 2026-09-01
-- $2 = a
-- $3 = b
-- $4 = c
-- $5 = d
