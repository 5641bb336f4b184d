-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select date_trunc('hour', f.usage_start) as k0, count(*) as n, max(f.usage_day) as used_to from utilization_fact as f group by 1)
select t.k0 as g0, coalesce(cast(sum(t.n) as bigint), 0) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
group by 1
order by g0 asc nulls first
-- columns: usageStart, count(), records, usedTo
