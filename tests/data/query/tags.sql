-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select f.resource_key as k0, count(*) as n, max(f.usage_day) as used_to from utilization_fact as f where (f.resource_key not in (select d.key from resource as d where ((cast(nullif(d.tags, '') as json) ->> cast($2 as varchar)) is null or (cast(nullif(d.tags, '') as json) ->> cast($2 as varchar)) = ''))) group by 1)
select (cast(nullif(r.tags, '') as json) ->> cast($1 as varchar)) as g0, coalesce(cast(sum(t.n) as bigint), 0) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
join resource as r on r.key = t.k0
group by 1
order by g0 asc nulls first
-- columns: tag:env, count(), records, usedTo
-- $1 = env
-- $2 = /$a~1b
