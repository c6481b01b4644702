-- People, what they may see, and how they are known again. None of it is a tenant's: a person is looked up before a project is known.

create table people (
  person_id bigint generated always as identity primary key,
  email text not null,              -- as it was given
  email_key text not null unique,   -- as it is compared: trimmed, in lower case
  name text not null,
  password_hash text not null,      -- argon2id, with its parameters
  language text not null check (language in ('ru', 'en')),
  theme text not null default 'auto' check (theme in ('light', 'dark', 'auto')),
  created_at timestamptz not null
);

create table memberships (
  workspace_id bigint not null references workspaces (workspace_id),
  person_id bigint not null references people (person_id),
  role text not null check (role in ('owner', 'editor', 'viewer')),
  created_at timestamptz not null,
  primary key (workspace_id, person_id)
);
create index memberships_by_person on memberships (person_id);

-- A signed-in browser. The cookie itself is not stored, only its SHA-256.
create table sessions (
  session_hash bytea primary key,
  session_id uuid not null unique,
  person_id bigint not null references people (person_id),
  user_agent text,
  ip text,                          -- shortened
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_by_person on sessions (person_id);

-- Bearer tokens that people make for scripts. They may do what the person may, up to `role`.
create table access_tokens (
  token_hash bytea primary key,
  token_id uuid not null unique,
  person_id bigint not null references people (person_id),
  name text not null,
  hint text not null,
  role text not null check (role in ('owner', 'editor', 'viewer')),
  created_at timestamptz not null,
  used_at timestamptz,
  expires_at timestamptz
);
create index access_tokens_by_person on access_tokens (person_id);

-- The one-time link to the first owner, printed at the start. Worth nothing once somebody exists.
create table setup_tokens (
  token_hash bytea primary key,
  created_at timestamptz not null
);

-- Seats that were offered. The link is handed over by whoever made it; only its SHA-256 is stored.
create table invitations (
  invitation_id uuid primary key,
  token_hash bytea not null unique,
  workspace_id bigint not null references workspaces (workspace_id),
  email text,                       -- null: whoever has the link
  role text not null check (role in ('owner', 'editor', 'viewer')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index invitations_by_workspace on invitations (workspace_id);
