-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select count(*) as n, max(f.usage_day) as used_to from utilization_fact as f)
select coalesce(cast(sum(t.n) as bigint), 0) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
-- columns: count(), records, usedTo
