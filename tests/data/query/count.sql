-- SPDX-License-Identifier: GPL-3.0-or-later
select cast(sum(t.n) as bigint) as m0
from (select count(*) as n from utilization_fact as f) as t
-- columns: count()
