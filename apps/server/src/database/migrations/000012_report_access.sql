-- Keys of the CSV reports, one or more per project; they open nothing else. Who calls is found through report_key_directory.
create table report_keys (
  project_id bigint not null references projects (project_id),
  key_id uuid not null,
  secret_sealed bytea not null,
  hint text not null,
  revoked_at timestamptz,
  created_at timestamptz not null,
  primary key (project_id, key_id)
);

-- Directory: SHA-256 of a report key → where it belongs.
create table report_key_directory (
  key_hash bytea primary key,
  project_id bigint not null,
  key_id uuid not null
);

-- Who joined or left in a period, page by page.
create index subscribers_by_change on subscribers (project_id, greatest(last_join_at, left_at), user_id);
create index subscribers_by_first_join on subscribers (project_id, first_join_at, user_id);

-- Who came by a click, and by a link.
create index touches_by_click on touches (project_id, click_id) where click_id is not null;

-- When the owner is told how yesterday went.
create table report_schedules (
  project_id bigint not null references projects (project_id),
  enabled boolean not null,
  hour smallint not null check (hour between 0 and 23), -- of the project's zone
  skip_empty boolean not null,      -- not on days on which nothing happened
  language text not null check (language in ('ru', 'en')),
  last_day date,                    -- the latest day on which it was told, or was found not worth telling
  primary key (project_id)
);
