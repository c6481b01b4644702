-- The breaker of a destination, and what its owner is told of.
alter table destinations
  add column failing_since timestamptz,             -- since when its calls fail; null: the last one did not
  add column trips integer not null default 0;      -- how often in a row the breaker opened

-- A destination in trouble, from when it began to when it was over. Its owner is told once.
create table destination_notices (
  project_id bigint not null,
  notice_id uuid not null,
  destination_id uuid not null,
  kind text not null check (kind in ('needs_owner', 'failing', 'token_expires')),
  reason text not null,             -- closed list in destinations/reasons.ts
  waiting integer not null,         -- conversions that waited when it began
  begun_at timestamptz not null,
  ended_at timestamptz,
  told_at timestamptz,
  primary key (project_id, notice_id)
);
create unique index destination_notices_open on destination_notices (project_id, destination_id, kind) where ended_at is null;
create index destination_notices_untold on destination_notices (begun_at) where told_at is null;
-- The newest calls of a destination tell whether it works.
create index attempts_by_destination on attempts (project_id, destination_id, attempt_id);
