-- SPDX-License-Identifier: GPL-3.0-or-later
with lines as (select m.category as v, m.unit as u, cast(sum(t.n) as bigint) as n, sum(t.h0) * 10000000000000000 + sum(t.l0) as s
from (select f.meter_key as k0, count(*) as n, sum(f.quantity_hi) as h0, sum(f.quantity_lo) as l0 from utilization_fact as f where f.usage_day >= $1 and (f.place_key in (select d.key from place as d where lower(d.resource_location) = lower($2))) group by 1) as t
left join meter as m on m.key = t.k0
where position(lower($3) in lower(cast(m.category as varchar))) > 0
group by 1, 2),
best as (select v, sum(n) as total from lines group by v order by total desc, v asc nulls first limit 20)
select lines.v, lines.u, lines.n, lines.s from best join lines on lines.v is not distinct from best.v
order by best.total desc, lines.v asc nulls first, lines.u asc nulls first
-- columns: meterCategory, meterUnit, count(), sum(quantity)
-- $1 = 2026-09-01
-- $2 = d
-- $3 = vm%
