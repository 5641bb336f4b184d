-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select count(*) as n, cast(null as date) as used_to from spend_fact as f where (lower(f.currency) = lower($1) and not coalesce(lower(f.currency) = lower($2), false) and (f.currency is null or f.currency = '') and f.is_upgraded = $3 and not coalesce(f.is_upgraded is null, false) and f.last_modified > $4))
select coalesce(cast(sum(t.n) as bigint), 0) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
-- columns: count(), records, usedTo
-- $1 = EUR
-- $2 = USD
-- $3 = true
-- $4 = 2026-09-01T10:00:00Z
