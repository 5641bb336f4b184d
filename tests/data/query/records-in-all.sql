-- SPDX-License-Identifier: GPL-3.0-or-later
select count(*) from utilization_fact as f
-- columns: recordsInAll
