-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select count(*) as n, max(f.usage_day) as used_to from utilization_fact as f where (not coalesce((f.customer_key in (select d.key from customer as d where lower(d.name) = lower($1)) or f.usage_day >= $2), false) and (false or f.usage_day in ($3))))
select coalesce(cast(sum(t.n) as bigint), 0) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
-- columns: count(), records, usedTo
-- $1 = a
-- $2 = 2026-09-01
-- $3 = 2026-09-01
