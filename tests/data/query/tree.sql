-- SPDX-License-Identifier: GPL-3.0-or-later
select coalesce(cast(sum(t.n) as bigint), 0) as m0
from (select count(*) as n from utilization_fact as f where (not coalesce((f.customer_key in (select d.key from customer as d where lower(d.name) = lower($1)) or f.usage_day >= $2), false) and (false or f.usage_day in ($3)))) as t
-- columns: count()
-- $1 = a
-- $2 = 2026-09-01
-- $3 = 2026-09-01
