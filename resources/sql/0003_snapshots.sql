-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the service shows of spend and summary is kept as changes: a row says from when to when it stood so. The
-- current rows are in NAME_fact, what they superseded in NAME_history, both together in NAME_versions; a row
-- that a later reading confirmed is one row still. snapshot says when there was a reading at all.
create table snapshot (data_set varchar not null, fetch_id bigint not null, taken_at timestamp not null);
insert into snapshot select s.data_set, s.fetch_id, max(c.received_at) from (
  select 'spend' as data_set, fetch_id from spend_history union select 'spend', fetch_id from spend_fact union
  select 'summary', fetch_id from summary_history union select 'summary', fetch_id from summary_fact) as s
  join fetch_call as c on c.fetch_id = s.fetch_id where c.page is not null group by s.data_set, s.fetch_id;

-- New tables, since one that was altered takes no update in the same transaction.
create table spend_current as select f.*, s.taken_at as valid_from from spend_fact as f
  left join snapshot as s on s.data_set = 'spend' and s.fetch_id = f.fetch_id order by f.rowid;
create table spend_past as select f.*, s.taken_at as valid_from, s.next_at as valid_to from spend_history as f
  left join (select fetch_id, taken_at, lead(taken_at) over (order by fetch_id) as next_at from snapshot
    where data_set = 'spend') as s on s.fetch_id = f.fetch_id order by f.rowid;
drop table spend_fact;
drop table spend_stage;
drop table spend_history;
alter table spend_current rename to spend_fact;
alter table spend_past rename to spend_history;
create table spend_stage as select * from spend_fact where false;
create view spend_versions as select *, cast(null as timestamp) as valid_to from spend_fact
  union all select * from spend_history;

create table summary_current as select f.*, s.taken_at as valid_from from summary_fact as f
  left join snapshot as s on s.data_set = 'summary' and s.fetch_id = f.fetch_id order by f.rowid;
create table summary_past as select f.*, s.taken_at as valid_from, s.next_at as valid_to from summary_history as f
  left join (select fetch_id, taken_at, lead(taken_at) over (order by fetch_id) as next_at from snapshot
    where data_set = 'summary') as s on s.fetch_id = f.fetch_id order by f.rowid;
drop table summary_fact;
drop table summary_stage;
drop table summary_history;
alter table summary_current rename to summary_fact;
alter table summary_past rename to summary_history;
create table summary_stage as select * from summary_fact where false;
create view summary_versions as select *, cast(null as timestamp) as valid_to from summary_fact
  union all select * from summary_history;

-- The day as the service wrote it, whatever the offset beside it; null in rows of before.
alter table analytics_fact add column written_day date;
alter table analytics_stage add column written_day date;
alter table utilization_fact add column written_day date;
alter table utilization_stage add column written_day date;
alter table crest_fact add column written_day date;
alter table crest_stage add column written_day date;
