-- Conversions by destination, goal and state. Their state changes long after they were planned, so they are counted a moment later: a
-- conversion remembers as what it was counted, and whatever differs from that is added by the report itself.
alter table conversions add column counted_state text;
create index conversions_uncounted on conversions (project_id, conversion_id) where counted_state is distinct from state;

create table conversion_rollups (
  project_id bigint not null,
  bucket timestamptz not null,      -- quarter of an hour of the event
  destination_id uuid not null,
  target text not null,
  state text not null,
  conversions bigint not null,
  primary key (project_id, bucket, destination_id, target, state)
);
create table conversion_rollups_by_hour (like conversion_rollups including defaults including indexes);
create table conversion_rollups_by_day (like conversion_rollups including defaults including indexes);

-- Which share of what was uploaded the platform could match, by when it was uploaded.
create index batches_with_verdict on batches (project_id, created_at) where verdict is not null;
