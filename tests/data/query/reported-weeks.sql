-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select f.reported_day - (cast(extract(isodow from f.reported_day) as integer) - 1) as k0, count(*) as n, max(f.usage_day) as used_to from crest_fact as f where f.reported_day >= $1 group by 1)
select t.k0 as g0, coalesce(cast(sum(t.n) as bigint), 0) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
group by 1
order by g0 asc nulls first
-- columns: reportedDate, count(), records, usedTo
-- $1 = 2026-09-01
