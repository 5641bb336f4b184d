-- SPDX-License-Identifier: GPL-3.0-or-later
select f.resource_id as r0, f.resource_name as r1, f.currency as r2, f.currency_code as r3, f.currency_locale as r4, f.currency_symbol as r5, f.is_upgraded as r6, f.last_modified as r7, cast(f.total_cost_hi as hugeint) * 10000000000000000 + f.total_cost_lo as r8, cast(f.usd_total_cost_hi as hugeint) * 10000000000000000 + f.usd_total_cost_lo as r9, cast(f.budget_amount_hi as hugeint) * 10000000000000000 + f.budget_amount_lo as r10, cast(f.percent_used_hi as hugeint) * 10000000000000000 + f.percent_used_lo as r11
from (select f.rowid as arrival, f.* from (select f.rowid as arrival from spend_fact as f order by arrival limit 10 offset 0) as l join spend_fact as f on f.rowid = l.arrival) as f
order by f.arrival
-- columns: customerTenantId, customerName, currency, currencyCode, currencyLocale, currencySymbol, isUpgraded, lastModifiedDate, totalCost, usdTotalCost, budgetAmount, percentUsed
