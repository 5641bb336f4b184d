-- SPDX-License-Identifier: GPL-3.0-or-later
select t.k0 as g0, sum(t.h0) * 10000000000000000 + sum(t.l0) as m0
from (select f.resource_name as k0, count(*) as n, sum(f.total_cost_hi) as h0, sum(f.total_cost_lo) as l0 from (select row_number() over (order by fetch_id, page, resource_id, valid_from) - 1 as rowid, * from spend_versions where valid_from <= $2 and (valid_to is null or valid_to > $2)) as f where (lower(f.currency) = lower($1)) group by 1) as t
group by 1
order by g0 asc nulls first
-- columns: customerName, sum(totalCost)
-- $1 = EUR
-- $2 = 2026-11-03T00:00:00Z
