-- SPDX-License-Identifier: GPL-3.0-or-later
select c.id as g0
from (select f.customer_key as k0, count(*) as n from utilization_fact as f group by 1) as t
left join customer as c on c.key = t.k0
group by 1
order by g0 asc nulls first
-- columns: customerTenantId
