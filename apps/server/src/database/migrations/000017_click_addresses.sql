-- Whole addresses of visitors, for platforms that have to be told them: sealed, apart from the click, and dropped after the platform's
-- window. No row where the project has no such destination.
create table click_addresses (
  project_id bigint not null,
  click_id uuid not null,
  sealed bytea not null,
  drop_at timestamptz not null,
  primary key (project_id, click_id)
);
create index click_addresses_by_age on click_addresses (click_id);
create index click_addresses_due on click_addresses (drop_at);
