-- SPDX-License-Identifier: GPL-3.0-or-later
-- The store's first schema. Facts point to small dimension tables by integer key; the keys are given out by
-- the program while it reads pages, so the tables need no index of their own.
--
-- An exact amount is two columns: NAME_hi, whole millionths (rounded down), and NAME_lo, the rest in units of
-- 1e-22 (0 <= lo < 1e16). sum(hi) * 1e16 + sum(lo) is the sum in units of 1e-22. Both are null together.

create table customer (key integer not null, id varchar, name varchar);
create table subscription (key integer not null, id varchar, name varchar, entitlement_id varchar);
create table meter (key integer not null, category varchar, subcategory varchar, name varchar, id varchar, unit varchar);
create table place (key integer not null, resource_location varchar, meter_region varchar);
create table reservation (key integer not null, order_id varchar, reservation_id varchar, service_type varchar);
create table resource (key integer not null, uri varchar, resource_group varchar, part_number varchar,
  order_number varchar, tags varchar, info varchar);

-- One fact table per usage data set, all of one form.
create table analytics_fact (fetch_id bigint not null, page integer not null,
  customer_key integer not null, subscription_key integer not null, meter_key integer not null,
  place_key integer not null, reservation_key integer not null, resource_key integer not null,
  usage_day date not null, usage_start timestamp not null, usage_end timestamp not null, reported_day date,
  quantity_hi bigint, quantity_lo bigint);
create table utilization_fact as select * from analytics_fact;
create table crest_fact as select * from analytics_fact;

-- Pages of a repeated fetch wait here until the fetch is complete and replaces the old rows.
create table analytics_stage as select * from analytics_fact;
create table utilization_stage as select * from analytics_fact;
create table crest_stage as select * from analytics_fact;

create table spend_fact (fetch_id bigint not null, page integer not null,
  resource_id varchar, resource_name varchar,
  currency varchar, currency_code varchar, currency_locale varchar, currency_symbol varchar,
  is_upgraded boolean, last_modified timestamp,
  total_cost_hi bigint, total_cost_lo bigint, usd_total_cost_hi bigint, usd_total_cost_lo bigint,
  budget_amount_hi bigint, budget_amount_lo bigint, percent_used_hi bigint, percent_used_lo bigint);
create table spend_stage as select * from spend_fact;
-- What spend_fact held before: the service keeps no history, so the store does.
create table spend_history as select * from spend_fact;

create table summary_fact (fetch_id bigint not null, page integer not null,
  resource_id varchar, resource_name varchar,
  billing_start_date date, billing_end_date date,
  currency varchar, currency_locale varchar, currency_symbol varchar, last_modified timestamp,
  total_cost_hi bigint, total_cost_lo bigint,
  customers_over_budget_hi bigint, customers_over_budget_lo bigint,
  customers_trending_over_hi bigint, customers_trending_over_lo bigint,
  customers_with_usage_based_subscription_hi bigint, customers_with_usage_based_subscription_lo bigint);
create table summary_stage as select * from summary_fact;
create table summary_history as select * from summary_fact;

-- The directory, as last seen. Rows are never deleted: names outlive relationships.
create table directory_customer (id varchar not null, name varchar, domain varchar, relationship varchar);
create table directory_subscription (id varchar not null, customer_id varchar not null, name varchar,
  offer_id varchar, entitlement_id varchar, status varchar, kind varchar);

-- The journal: which windows there are, which fetch filled them, and every page that came.
create table fetch_window (data_set varchar not null, customer_id varchar not null, subscription_id varchar not null,
  day_from date not null, day_to date not null, state varchar not null, is_hourly boolean not null,
  show_details boolean not null, reason varchar not null, fetched_to date, completed_at timestamp,
  current_fetch bigint, last_fetch bigint);
create table fetch_page (fetch_id bigint not null, number integer not null, row_count bigint not null,
  bytes bigint not null, quarantined bigint not null, request_id varchar not null,
  correlation_id varchar not null, received_at timestamp not null);
