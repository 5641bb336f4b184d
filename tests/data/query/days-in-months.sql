-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select f.usage_day - (cast(extract(day from f.usage_day) as integer) - 1) as k0, f.usage_day as k1, count(*) as n, max(f.usage_day) as used_to from utilization_fact as f group by 1, 2)
select t.k0 as g0, count(distinct t.k1) as m0, coalesce(cast(sum(t.n) as bigint), 0) as m1, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
group by 1
order by g0 asc nulls first
-- columns: usageDate, distinct(usageDate), count(), records, usedTo
