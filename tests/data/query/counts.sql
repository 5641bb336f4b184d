-- SPDX-License-Identifier: GPL-3.0-or-later
select r.records, (select count(*) from utilization_fact as f) as records_in_all, r.used_to from (select count(*) as records, max(f.usage_day) as used_to from utilization_fact as f where f.usage_day >= $1 and (f.meter_key in (select d.key from meter as d where lower(d.category) = lower($2)) and (f.meter_key in (select d.key from meter as d where lower(d.category) = lower($3)) or f.place_key in (select d.key from place as d where lower(d.resource_location) = lower($4))) and f.place_key in (select d.key from place as d where lower(d.resource_location) = lower($5)))) as r
-- columns: records, recordsInAll, usedTo
-- $1 = 2026-09-01
-- $2 = a
-- $3 = b
-- $4 = c
-- $5 = d
