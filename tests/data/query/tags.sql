-- SPDX-License-Identifier: GPL-3.0-or-later
select (cast(nullif(r.tags, '') as json) ->> cast($1 as varchar)) as g0, coalesce(cast(sum(t.n) as bigint), 0) as m0
from (select f.resource_key as k0, count(*) as n from utilization_fact as f where (f.resource_key not in (select d.key from resource as d where ((cast(nullif(d.tags, '') as json) ->> cast($2 as varchar)) is null or (cast(nullif(d.tags, '') as json) ->> cast($2 as varchar)) = ''))) group by 1) as t
left join resource as r on r.key = t.k0
group by 1
order by g0 asc nulls first
-- columns: tag:env, count()
-- $1 = env
-- $2 = /$a~1b
