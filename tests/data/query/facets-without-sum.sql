-- SPDX-License-Identifier: GPL-3.0-or-later
with lines as (select t.k0 as v, cast(null as varchar) as u, cast(sum(t.n) as bigint) as n, cast(null as bigint) as s
from (select f.is_upgraded as k0, count(*) as n from spend_fact as f group by 1) as t
group by 1, 2),
best as (select v, sum(n) as total from lines group by v order by total desc, v asc nulls first limit 5)
select lines.v, lines.u, lines.n, lines.s from best join lines on lines.v is not distinct from best.v
order by best.total desc, lines.v asc nulls first, lines.u asc nulls first
-- columns: isUpgraded, unit, count(), sum()
