-- Bots whose updates the server receives itself, the invite links it makes, requests to join that it approves, messages it sends.

-- Directory: a bot, by the hash of its token. Not a tenant's table: several projects may share a bot, and its updates come before a
-- project is known. One process at a time tends a bot (the lease); whatever it has to know stands here, so any other can go on.
create table bots (
  bot_key text primary key,         -- SHA-256 of messenger and token
  platform text not null check (platform in ('telegram', 'max')),
  token_sealed bytea not null,
  hook_path text not null unique,   -- the unguessable end of the webhook's address
  hook_secret_sealed bytea not null,
  user_id text,                     -- the bot's own, once the messenger has told it
  username text,
  mode text not null default 'off' check (mode in ('off', 'webhook', 'polling')),
  take_over text,                   -- the host whose webhook the owner has allowed to replace; '*': whatever program was polling
  long_polling boolean not null default false, -- the owner allows it where there is no public address (MAX)
  problems jsonb not null default '[]',
  checks integer not null default 0, -- how often it was looked at
  checked_at timestamptz,
  check_at timestamptz not null,    -- when to look again
  leased_by uuid,
  leased_until timestamptz,
  created_at timestamptz not null
);

-- What a project wants of its messenger, and how it stands there.
create table messengers (
  project_id bigint primary key references projects (project_id),
  bot_key text,                     -- null: no token
  token_sealed bytea,               -- as it stood in the project when bot_key was made of it
  personal_links boolean not null default true, -- a private channel: an invite link for each click
  join_requests boolean not null default false, -- these links ask to join
  auto_approve_seconds integer,     -- where the tracking link says nothing else; null: by hand
  bot_hop boolean,                  -- clicks of a channel go through the bot; null: where there is no other way (MAX)
  lease_days integer not null default 30,
  chat jsonb,                       -- the chat, and the bot's place in it, as last seen
  problems jsonb not null default '[]',
  checked_at timestamptz
);
create index messengers_by_bot on messengers (bot_key);

-- Invite links that were asked for, written down before the call: one whose answer was lost is there at Telegram, and known by its name.
create table invite_link_orders (
  project_id bigint not null,
  name text not null,
  chat_id text not null,
  link_id uuid,                     -- the shared link of this tracking link; null: one for the pool
  creates_join_request boolean not null,
  state text not null check (state in ('asked', 'unanswered')),
  ordered_at timestamptz not null,
  primary key (project_id, name)
);

-- Links that have had their time, and how fast the pool is used up.
create index invite_links_used on invite_links (project_id) where state = 'used' and revoked_at is null;
create index invite_links_recent on invite_links (project_id, leased_at) where leased_at is not null;

-- Requests to join a channel. Each is answered once: the row is settled after the call, and a call that was made twice finds nothing to do.
create table join_requests (
  project_id bigint not null,
  chat_id text not null,
  user_id text not null,
  requested_at timestamptz not null,
  invite_link text,
  link_id uuid,
  state text not null check (state in ('waiting', 'by_hand', 'approved', 'gone', 'failed')),
  due_at timestamptz,               -- null: the owner answers it
  attempts integer not null default 0,
  reason text,
  settled_at timestamptz,
  primary key (project_id, chat_id, user_id, requested_at)
);
create index join_requests_due on join_requests (project_id, due_at) where state = 'waiting';

-- Messages to people and to owners, each sent once: the key names the occasion.
create table chat_messages (
  project_id bigint not null,
  message_key text not null,
  chat_id text not null,
  content jsonb not null,
  repeats boolean not null,         -- sent again where it is not known whether it arrived
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'uncertain')),
  due_at timestamptz not null,
  attempts integer not null default 0,
  reason text,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (project_id, message_key)
);
create index chat_messages_due on chat_messages (project_id, due_at) where state in ('waiting', 'sending');

-- Chats of owners with the bot of their project: where notices and reports go.
create table owner_chats (
  project_id bigint not null,
  chat_id text not null,
  name text,
  connected_at timestamptz not null,
  primary key (project_id, chat_id)
);
-- One-time codes that connect such a chat; known by their SHA-256.
create table owner_chat_codes (
  project_id bigint not null,
  code_hash text not null,
  expires_at timestamptz not null,
  primary key (project_id, code_hash)
);
