-- SPDX-License-Identifier: GPL-3.0-or-later
select t.k0 as g0, sum(t.h0) * 10000000000000000 + sum(t.l0) as m0
from (select f.currency as k0, count(*) as n, sum(f.total_cost_hi) as h0, sum(f.total_cost_lo) as l0 from spend_fact as f group by 1) as t
group by 1
order by g0 asc nulls first
-- columns: currency, sum(totalCost)
