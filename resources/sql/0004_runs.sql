-- SPDX-License-Identifier: GPL-3.0-or-later
-- The journal of synchronisations: which request began when, and how it ended. One without end was killed.
create table sync_run (id bigint not null, request varchar not null, started_at timestamp not null,
  state varchar not null, ended_at timestamp);
