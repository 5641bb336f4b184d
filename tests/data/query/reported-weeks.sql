-- SPDX-License-Identifier: GPL-3.0-or-later
select t.k0 as g0, coalesce(cast(sum(t.n) as bigint), 0) as m0
from (select f.reported_day - (cast(extract(isodow from f.reported_day) as integer) - 1) as k0, count(*) as n from crest_fact as f where f.reported_day >= $1 group by 1) as t
group by 1
order by g0 asc nulls first
-- columns: reportedDate, count()
-- $1 = 2026-09-01
