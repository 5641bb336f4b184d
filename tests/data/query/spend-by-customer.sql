-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select f.resource_name as k0, f.currency as k1, count(*) as n, sum(f.total_cost_hi) as total_cost_hi, sum(f.total_cost_lo) as total_cost_lo, sum(f.usd_total_cost_hi) as usd_total_cost_hi, sum(f.usd_total_cost_lo) as usd_total_cost_lo, cast(null as date) as used_to from spend_fact as f group by 1, 2)
select t.k0 as g0, t.k1 as g1, sum(t.total_cost_hi) * 10000000000000000 + sum(t.total_cost_lo) as m0, sum(t.usd_total_cost_hi) * 10000000000000000 + sum(t.usd_total_cost_lo) as m1, coalesce(cast(sum(t.n) as bigint), 0) as m2, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
group by 1, 2
order by m0 desc nulls last, g0 asc nulls first, g1 asc nulls first
limit 10
-- columns: resourceName, currency, sum(totalCost), sum(usdTotalCost), count(), records, usedTo
