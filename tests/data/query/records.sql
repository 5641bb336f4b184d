-- SPDX-License-Identifier: GPL-3.0-or-later
select c.id as r0, c.name as r1, s.id as r2, s.name as r3, s.entitlement_id as r4, f.usage_day as r5, f.written_day as r6, f.usage_start as r7, f.usage_end as r8, f.reported_day as r9, m.category as r10, m.subcategory as r11, m.name as r12, m.id as r13, m.unit as r14, p.resource_location as r15, p.meter_region as r16, r.uri as r17, r.resource_group as r18, r.part_number as r19, r.order_number as r20, cast(f.quantity_hi as hugeint) * 10000000000000000 + f.quantity_lo as r21
from (select f.rowid as arrival, f.* from (select f.rowid as arrival from utilization_fact as f where f.usage_day >= $1 and (f.meter_key in (select d.key from meter as d where lower(d.category) = lower($2)) and (f.meter_key in (select d.key from meter as d where lower(d.category) = lower($3)) or f.place_key in (select d.key from place as d where lower(d.resource_location) = lower($4))) and f.place_key in (select d.key from place as d where lower(d.resource_location) = lower($5))) order by arrival limit 128 offset 256) as l join utilization_fact as f on f.rowid = l.arrival) as f
left join customer as c on c.key = f.customer_key
left join subscription as s on s.key = f.subscription_key
left join meter as m on m.key = f.meter_key
left join place as p on p.key = f.place_key
left join resource as r on r.key = f.resource_key
order by f.arrival
-- columns: customerTenantId, customerName, subscriptionId, subscriptionName, entitlementId, usageDate, usageDateWritten, usageStart, usageEnd, reportedDate, meterCategory, meterSubcategory, meterName, consumptionMeterId, meterUnit, resourceLocation, meterRegion, resourceUri, resourceGroup, partNumber, orderNumber, quantity
-- $1 = 2026-09-01
-- $2 = a
-- $3 = b
-- $4 = c
-- $5 = d
