-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select f.meter_key as k0, count(*) as n, sum(f.quantity_hi) as quantity_hi, sum(f.quantity_lo) as quantity_lo from utilization_fact as f where f.usage_day >= $2 and (f.place_key in (select d.key from place as d where lower(d.resource_location) = lower($3))) group by 1),
lines as (select m.category as v, m.unit as u, cast(sum(t.n) as bigint) as n, sum(t.quantity_hi) * 10000000000000000 + sum(t.quantity_lo) as s
from t
join meter as m on m.key = t.k0
group by 1, 2),
found as (select v, sum(n) as total from lines where position(lower($1) in lower(cast(v as varchar))) > 0 group by v),
best as (select v, total from found order by total desc, v asc nulls first limit 20)
select cast(0 as bigint) as whole, best.total, l.v, l.u, l.n, l.s, (select count(*) from found) as found from best join lines as l on l.v is not distinct from best.v
union all select cast(1 as bigint), null, null, l.u, cast(sum(l.n) as bigint), sum(l.s), (select count(*) from found) from lines as l group by l.u
order by 1, 2 desc, 3 asc nulls first, 4 asc nulls first
-- columns: whole, total, meterCategory, meterUnit, count(), sum(quantity), found
-- $1 = vm%
-- $2 = 2026-09-01
-- $3 = d
