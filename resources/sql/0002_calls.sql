-- SPDX-License-Identifier: GPL-3.0-or-later
-- The journal of pages becomes one of calls: how each page was asked for, and the call that failed, if one
-- did (page is null).
create table fetch_call (fetch_id bigint not null, page integer, row_count bigint not null,
  quarantined bigint not null, verb varchar not null, path varchar not null, status integer not null,
  request_id varchar not null, correlation_id varchar not null, sent_at timestamp, took_ms bigint not null,
  attempts integer not null, bytes bigint not null, received_at timestamp not null);
insert into fetch_call select fetch_id, number, row_count, quarantined, 'GET', '', 200, request_id,
  correlation_id, null, 0, 1, bytes, received_at from fetch_page;
drop table fetch_page;
