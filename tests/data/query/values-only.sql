-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select f.customer_key as k0, count(*) as n, max(f.usage_day) as used_to from utilization_fact as f group by 1)
select c.id as g0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
join customer as c on c.key = t.k0
group by 1
order by g0 asc nulls first
-- columns: customerTenantId, records, usedTo
