-- SPDX-License-Identifier: GPL-3.0-or-later
select t.k0 as g0, coalesce(cast(sum(t.n) as bigint), 0) as m0
from (select date_trunc('hour', f.usage_start) as k0, count(*) as n from utilization_fact as f group by 1) as t
group by 1
order by g0 asc nulls first
-- columns: usageStart, count()
