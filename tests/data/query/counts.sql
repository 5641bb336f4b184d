-- SPDX-License-Identifier: GPL-3.0-or-later
select (select count(*) from utilization_fact as f where f.usage_day >= $1 and (f.meter_key in (select d.key from meter as d where lower(d.category) = lower($2)) and (f.meter_key in (select d.key from meter as d where lower(d.category) = lower($3)) or f.place_key in (select d.key from place as d where lower(d.resource_location) = lower($4))) and f.place_key in (select d.key from place as d where lower(d.resource_location) = lower($5)))) as records, (select count(*) from utilization_fact as f) as records_in_all
-- columns: records, recordsInAll
-- $1 = 2026-09-01
-- $2 = a
-- $3 = b
-- $4 = c
-- $5 = d
