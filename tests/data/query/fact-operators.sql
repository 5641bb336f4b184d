-- SPDX-License-Identifier: GPL-3.0-or-later
select coalesce(cast(sum(t.n) as bigint), 0) as m0
from (select count(*) as n from spend_fact as f where (lower(f.currency) = lower($1) and not coalesce(lower(f.currency) = lower($2), false) and (f.currency is null or f.currency = '') and f.is_upgraded = $3 and not coalesce(f.is_upgraded is null, false) and f.last_modified > $4)) as t
-- columns: count()
-- $1 = EUR
-- $2 = USD
-- $3 = true
-- $4 = 2026-09-01T10:00:00Z
