-- Events by the labels that they carry, so that a funnel cut by a label costs what it shows (docs/adr/0026).

-- The combinations of labels that a project's events carry: the first label of each name, by name. Only so many of a project have a row
-- here (ingest/steps/record-label-sets.ts): where labels are order numbers, each event has a combination of its own.
create table label_sets (
  project_id bigint not null,
  label_set_id uuid not null,       -- a hash of the labels
  labels jsonb not null,
  primary key (project_id, label_set_id)
);

-- Beside event_rollups, and only of events whose labels have a row above. By quarter of an hour, by day, by sixteen days.
create table label_rollups (
  project_id bigint not null,
  bucket timestamptz not null,
  label_set_id uuid not null,
  source_id uuid not null,
  kind text not null check (kind in ('event', 'refund', 'goal')),
  name text not null,               -- event_type, or the goal's name
  result text not null,             -- '': none, as goals have none
  events bigint not null default 0,
  revenue numeric(26, 6) not null default 0,
  cost numeric(26, 6) not null default 0,
  primary key (project_id, bucket, label_set_id, source_id, kind, name, result)
);
create table label_rollups_by_day (like label_rollups including defaults including indexes);
create table label_rollups_by_16_days (like label_rollups including defaults including indexes);

-- Every count has a row by day, so a set that is counted cannot go: what a process believes to be stored is held to what is.
alter table label_rollups_by_day add foreign key (project_id, label_set_id) references label_sets (project_id, label_set_id);
create index label_rollups_by_set on label_rollups_by_day (project_id, label_set_id);

-- Null: the labels have no row above, or the event is older than this migration, which leaves the events of a long past as they are.
-- Reports read those one by one.
alter table events add column label_set_id uuid;
drop index events_labelled;
create index events_with_rare_labels on events (project_id, happened_at) where labels is not null and label_set_id is null;
