-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select f.is_upgraded as k0, count(*) as n from spend_fact as f group by 1),
lines as (select t.k0 as v, cast(null as varchar) as u, cast(sum(t.n) as bigint) as n, cast(null as bigint) as s
from t
group by 1, 2),
found as (select v, sum(n) as total from lines group by v),
best as (select v, total from found order by total desc, v asc nulls first limit 5)
select cast(0 as bigint) as whole, best.total, l.v, l.u, l.n, l.s, (select count(*) from found) as found from best join lines as l on l.v is not distinct from best.v
union all select cast(1 as bigint), null, null, l.u, cast(sum(l.n) as bigint), sum(l.s), (select count(*) from found) from lines as l group by l.u
order by 1, 2 desc, 3 asc nulls first, 4 asc nulls first
-- columns: whole, total, isUpgraded, unit, count(), sum(), found
