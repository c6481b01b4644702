-- The main path: projects and their keys, links and clicks, requests, subscribers, touches, events, conversions and their
-- delivery, rollups. Every table of a tenant begins its keys with project_id, so that the same schema can be distributed by it.

-- Whoever owns projects.
create table workspaces (
  workspace_id bigint generated always as identity primary key,
  name text not null,
  created_at timestamptz not null default now()
);

-- One tracked bot or channel. A sandbox twin is a project of its own (production_id names the original), so nothing that
-- happens in it can reach a production count.
create table projects (
  project_id bigint generated always as identity primary key,
  workspace_id bigint not null,
  production_id bigint,
  platform text not null check (platform in ('telegram', 'max')),
  kind text not null check (kind in ('bot', 'channel')),
  title text not null,
  username text,
  chat_id text,
  chat_link text,
  time_zone text not null,
  currency text not null,
  suspended boolean not null default false,
  disabled_methods text[] not null default '{}',
  auto_detect_minutes integer not null default 15,
  toolsy_goals jsonb not null default '{}',
  messenger_token_sealed bytea,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index projects_by_production on projects (production_id) where production_id is not null;

-- API keys. The secret itself is sealed; who calls is found through key_directory.
create table keys (
  project_id bigint not null references projects (project_id),
  key_id uuid not null,
  mode text not null check (mode in ('production', 'sandbox')),
  secret_sealed bytea not null,
  hint text not null,
  per_second integer not null,
  per_hour integer not null,
  per_day integer not null,
  always_200 boolean not null default false,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (project_id, key_id)
);

-- Directory: SHA-256 of a key → where it belongs. Not a tenant's table: the look-up comes before the project is known.
create table key_directory (
  key_hash bytea primary key,
  project_id bigint not null,
  key_id uuid not null
);

-- What each key has used of its hour and its day, so that a restart does not forget. "window" is the number of the hour or day since 1970.
create table key_usage (
  project_id bigint not null,
  key_id uuid not null,
  span text not null check (span in ('hour', 'day')),
  span_number bigint not null,
  used bigint not null,
  primary key (project_id, key_id, span, span_number)
);

create table links (
  project_id bigint not null references projects (project_id),
  link_id uuid not null,
  code text not null,
  name text not null,
  ad_system text,
  utm_source text,
  utm_medium text,
  utm_campaign text,
  utm_content text,
  utm_term text,
  target text,
  auto_approve_seconds integer,
  archived_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (project_id, link_id)
);

-- Directory: the code in the address of a tracking link → the link.
create table link_directory (
  code text primary key,
  project_id bigint not null,
  link_id uuid not null
);

-- One visit of a tracking link. Never changed. Partitioned by click_id, a UUIDv7, so by time.
create table clicks (
  project_id bigint not null,
  click_id uuid not null,
  link_id uuid,
  clicked_at timestamptz not null,
  machine text,                     -- why the visit is no person's (closed list in links/); null: counted
  ad_system text,
  marks jsonb not null,             -- utm_*, link defaults filled in
  ids jsonb not null,               -- click ids of the ad systems, raw strings
  country text,
  address text,                     -- the whole address that was opened, capped
  referrer text,
  user_agent text,
  ip text,                          -- shortened
  primary key (project_id, click_id)
) partition by range (click_id);
create table clicks_default partition of clicks default;

-- A source: a combination of link, marks, country and exactness that reports group by. The id is a hash of the rest.
create table sources (
  project_id bigint not null,
  source_id uuid not null,
  link_id uuid,
  ad_system text,
  utm_source text,
  utm_medium text,
  utm_campaign text,
  utm_content text,
  utm_term text,
  country text,
  exactness text not null check (exactness in ('exact', 'probable', 'organic', 'unknown')),
  primary key (project_id, source_id)
);
create index sources_by_link on sources (project_id, link_id) where link_id is not null;

-- What a start or join is attributed to. Never changed; copies what is needed of the click, which retention may drop.
create table touches (
  project_id bigint not null,
  touch_id uuid not null,
  user_id text not null,
  touched_at timestamptz not null,
  source_id uuid not null,
  source_type text not null check (source_type in ('tracking_link', 'landing', 'invite_link', 'bot_hop', 'organic', 'unknown')),
  exactness text not null check (exactness in ('exact', 'probable', 'organic', 'unknown')),
  confidence real not null,
  start_value text,                 -- as it came
  link_id uuid,
  click_id uuid,
  clicked_at timestamptz,
  ad_system text,
  marks jsonb not null,
  ids jsonb not null,
  country text,
  primary key (project_id, touch_id)
);
create index touches_by_user on touches (project_id, user_id);

-- One user id within a project: the state that its facts, ordered by (date, arrival), end in.
create table subscribers (
  project_id bigint not null,
  user_id text not null,
  first_name text,
  last_name text,
  username text,
  language_code text,
  is_premium boolean,
  profile_at timestamptz,           -- date of the fact the profile is from: a late one never overwrites a newer
  status text not null default 'none' check (status in ('none', 'member', 'resumed', 'left')),
  first_join_at timestamptz,
  last_join_at timestamptz,
  left_at timestamptz,
  facts integer not null default 0, -- membership facts so far: the next one's place in the order of arrival
  state_at timestamptz,             -- date of the latest membership fact
  first_touch_id uuid,
  first_touch_at timestamptz,
  last_touch_id uuid,
  last_touch_at timestamptz,
  source_id uuid,                   -- source that goals and leaves of this moment count for; null: unknown
  created_at timestamptz not null,
  primary key (project_id, user_id)
);
create index subscribers_by_creation on subscribers (project_id, created_at, user_id);

-- A stored fact about a subscriber, with the touch of that moment.
create table events (
  project_id bigint not null,
  event_id uuid not null,
  user_id text not null,
  happened_at timestamptz not null,
  kind text not null check (kind in ('start', 'stop', 'resume', 'join', 'leave', 'goal', 'event', 'refund')),
  type text,                        -- event_type of add_event
  target text,                      -- goal named by the caller
  result text check (result in ('in_progress', 'success', 'failure')),
  amount numeric(20, 6),
  labels jsonb,
  touch_id uuid,
  source_id uuid,                   -- where the fact is counted
  arrival integer,                  -- membership facts: place in the subscriber's order of arrival
  effect text check (effect in ('first_join', 'join', 'leave', 'return')),  -- what is counted for it; null: nothing
  presence smallint not null default 0, -- by how much it changed the number of people present
  start_value text,
  request_id uuid not null,
  primary key (project_id, event_id)
);
create index events_by_user on events (project_id, user_id, happened_at);
create index events_by_time on events (project_id, happened_at, event_id);

-- Repeats. What was seen once is known for as long as its kind needs, whatever partitions are dropped.
create table dedupe_keys (
  project_id bigint not null,
  dedupe_key text not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (project_id, dedupe_key)
);
create index dedupe_keys_by_expiry on dedupe_keys (expires_at);

-- First answers, repeated for 24 h to calls with the same Idempotency-Key.
create table first_answers (
  project_id bigint not null,
  idempotency_key text not null,
  body_hash bytea not null,
  user_id text,
  answer bytea,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (project_id, idempotency_key)
);
create index first_answers_by_expiry on first_answers (expires_at);

-- Every call with a known key, as it arrived, and what became of it. Partitioned by request_id, a UUIDv7, so by time.
create table requests (
  project_id bigint not null,
  request_id uuid not null,
  key_id uuid not null,
  received_at timestamptz not null,
  method text not null,
  outcome text not null check (outcome in ('accepted', 'ignored', 'repeated', 'refused', 'read')),
  status smallint not null,         -- 0 for success, else the error code
  details text,                     -- error_details of the answer, or why it was ignored
  user_id text,
  event_id uuid,
  content_type text,
  body bytea,
  calls integer not null default 1, -- refusals by the limits are stored as one row a second and key
  replay_of uuid,
  primary key (project_id, request_id)
) partition by range (request_id);
create table requests_default partition of requests default;

create table destinations (
  project_id bigint not null references projects (project_id),
  destination_id uuid not null,
  type text not null,
  name text not null,
  settings_sealed bytea not null,
  goals jsonb not null,
  scope text not null check (scope in ('own', 'all')),
  window_days integer not null,
  once_per_subscriber text[] not null,
  state text not null check (state in ('active', 'paused', 'needs_owner')),
  state_reason text,
  resume_at timestamptz,            -- it is left alone until then: a quota, a wish of the platform, or calls that keep failing
  failures integer not null default 0, -- calls in a row that failed
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (project_id, destination_id)
);

-- One event to be told to one destination. This table is the outbox: what is pending and due is sent.
create table conversions (
  project_id bigint not null,
  conversion_id uuid not null,
  destination_id uuid not null,
  event_id uuid not null,
  user_id text not null,
  target text not null,
  happened_at timestamptz not null,
  value numeric(20, 6),
  currency text not null,
  id_kind text,                     -- which identifier of the click the platform gets; rows of one kind share a batch
  id_value text,
  once_key text,                    -- unique per destination; skipped and expired conversions give it back
  state text not null check (state in ('pending', 'accepted', 'confirmed', 'skipped', 'expired', 'failed', 'uncertain')),
  reason text,
  attempts integer not null default 0,
  due_at timestamptz,
  deadline_at timestamptz,
  batch_id uuid,                    -- while it is being sent, and afterwards the batch it went with
  accepted_at timestamptz,
  confirmed_at timestamptz,
  response text,
  created_at timestamptz not null,
  primary key (project_id, conversion_id)
);
create unique index conversions_once on conversions (project_id, destination_id, once_key) where once_key is not null;
-- What waits to be sent, by when it may go: what has not happened yet is not told, whenever it is due.
create index conversions_waiting on conversions (project_id, destination_id, greatest(due_at, happened_at), id_kind)
  where state = 'pending' and batch_id is null;
create index conversions_by_deadline on conversions (deadline_at) where state = 'pending' and batch_id is null;
create index conversions_by_user on conversions (project_id, user_id);
create index conversions_by_event on conversions (project_id, event_id);

-- Rows sent to a platform together. Written before the first byte is sent, so that after a crash it is known what may have arrived.
create table batches (
  project_id bigint not null,
  batch_id uuid not null,
  destination_id uuid not null,
  id_kind text not null,
  state text not null check (state in ('sending', 'verdict_due', 'done')),
  ambiguous boolean not null default false, -- it may have arrived: ask before it is sent again
  upload_ref text,                  -- the platform's own name for it
  size integer not null,
  attempts integer not null default 0, -- times it was taken up; also tells the process that holds it from earlier ones
  act_at timestamptz not null,      -- when it is next sent or asked about
  leased_until timestamptz,         -- a process is at it until then
  give_up_at timestamptz not null,
  verdict jsonb,
  created_at timestamptz not null,
  primary key (project_id, batch_id)
);
create index batches_open on batches (project_id, destination_id, act_at) where state <> 'done';

-- Which conversions went with which batch, also after a batch was split.
create table batch_conversions (
  project_id bigint not null,
  conversion_id uuid not null,
  batch_id uuid not null,
  primary key (project_id, batch_id, conversion_id)
);
create index batch_conversions_by_conversion on batch_conversions (project_id, conversion_id);

-- Every call to an ad system: what was asked, what it answered.
create table attempts (
  project_id bigint not null,
  attempt_id uuid not null,
  batch_id uuid,
  destination_id uuid not null,
  purpose text not null check (purpose in ('send', 'look_up', 'verdict', 'test')),
  tried_at timestamptz not null,
  duration_ms integer not null,
  request text not null,            -- redacted, capped
  status smallint,                  -- null: no answer
  answer text,                      -- capped
  class text not null,
  reason text,                      -- closed list in destinations/; null: it did what it was for
  primary key (project_id, attempt_id)
);
create index attempts_by_batch on attempts (project_id, batch_id);
create index attempts_by_time on attempts (project_id, tried_at);

-- Counts by quarter of an hour (days of zones at +5:30 and +5:45 need them) and source, written with the facts they count.
create table rollups (
  project_id bigint not null,
  bucket timestamptz not null,
  source_id uuid not null,
  clicks bigint not null default 0,
  machine_clicks bigint not null default 0,
  starts bigint not null default 0,
  first_joins bigint not null default 0,
  joins bigint not null default 0,
  leaves bigint not null default 0,
  present bigint not null default 0, -- joins and returns less leaves of people who were here
  goals bigint not null default 0,
  events bigint not null default 0,
  revenue numeric(26, 6) not null default 0,
  cost numeric(26, 6) not null default 0,
  primary key (project_id, bucket, source_id)
);
-- Counts of a link are those of its sources; a row is indexed once, when its quarter of an hour begins.
create index rollups_by_source on rollups (project_id, source_id);
