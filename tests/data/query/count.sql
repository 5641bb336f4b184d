-- SPDX-License-Identifier: GPL-3.0-or-later
select coalesce(cast(sum(t.n) as bigint), 0) as m0
from (select count(*) as n from utilization_fact as f) as t
-- columns: count()
