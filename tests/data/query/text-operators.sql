-- SPDX-License-Identifier: GPL-3.0-or-later
with t as materialized (select count(*) as n, max(f.usage_day) as used_to from utilization_fact as f where (f.customer_key in (select d.key from customer as d where lower(d.name) = lower($1)) and f.customer_key not in (select d.key from customer as d where lower(d.name) = lower($2)) and f.meter_key in (select d.key from meter as d where lower(d.category) in (lower($3), lower($4))) and f.place_key not in (select d.key from place as d where lower(d.resource_location) in (lower($5))) and f.resource_key in (select d.key from resource as d where position(lower($6) in lower(d.uri)) > 0) and f.resource_key not in (select d.key from resource as d where position(lower($7) in lower(d.uri)) > 0) and f.resource_key in (select d.key from resource as d where left(lower(d.uri), cast(length(lower($8)) as integer)) = lower($8)) and f.resource_key in (select d.key from resource as d where right(lower(d.uri), cast(length(lower($9)) as integer)) = lower($9)) and f.place_key in (select d.key from place as d where (d.resource_location is null or d.resource_location = '')) and f.place_key not in (select d.key from place as d where (d.resource_location is null or d.resource_location = ''))))
select coalesce(cast(sum(t.n) as bigint), 0) as m0, (select coalesce(cast(sum(n) as bigint), 0) from t) as records, (select max(used_to) from t) as used_to
from t
-- columns: count(), records, usedTo
-- $1 = O'Brien
-- $2 = a
-- $3 = b
-- $4 = c
-- $5 = d
-- $6 = e
-- $7 = f
-- $8 = g
-- $9 = h
