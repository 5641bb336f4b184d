-- SPDX-License-Identifier: GPL-3.0-or-later
select t.k0 as g0, t.k1 as g1, sum(t.h0) * 10000000000000000 + sum(t.l0) as m0, sum(t.h1) * 10000000000000000 + sum(t.l1) as m1, cast(sum(t.n) as bigint) as m2
from (select f.resource_name as k0, f.currency as k1, count(*) as n, sum(f.total_cost_hi) as h0, sum(f.total_cost_lo) as l0, sum(f.usd_total_cost_hi) as h1, sum(f.usd_total_cost_lo) as l1 from spend_fact as f group by 1, 2) as t
group by 1, 2
order by m0 desc nulls last, g0 asc nulls first, g1 asc nulls first
limit 10
-- columns: resourceName, currency, sum(totalCost), sum(usdTotalCost), count()
