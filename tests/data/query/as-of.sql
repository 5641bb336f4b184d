-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select f.resource_name as k0, count(*) as n, sum(f.total_cost_hi) as total_cost_hi, sum(f.total_cost_lo) as total_cost_lo, cast(null as date) as used_to from (select row_number() over (order by fetch_id, page, resource_id, valid_from) - 1 as rowid, * from spend_versions where valid_from <= $1 and (valid_to is null or valid_to > $1)) as f where (lower(f.currency) = lower($2)) group by 1)
select t.k0 as g0, sum(t.total_cost_hi) * 10000000000000000 + sum(t.total_cost_lo) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
group by 1
order by g0 asc nulls first
-- columns: customerName, sum(totalCost), records, usedTo
-- $1 = 2026-11-03T00:00:00Z
-- $2 = EUR
