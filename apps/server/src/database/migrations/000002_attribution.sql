-- Attribution beyond a start code: clicks of pages, claims of clicks, ids learnt after the click, invite links, starts of which
-- nobody says who it was.

-- Where the visit came in: a tracking link, or a page with the snippet.
alter table clicks add column via text not null default 'link' check (via in ('link', 'landing'));

-- A start of a constructor that does not know its users: the touch, the event and its conversions have no user, and there is no subscriber.
alter table touches alter column user_id drop not null;
alter table events alter column user_id drop not null;
alter table conversions alter column user_id drop not null;

-- A click that a start or join has taken: auto_detect leaves it alone. A table of its own, since a click is never changed. The claims of a
-- sandbox twin are of the clicks of its original.
create table click_claims (
  project_id bigint not null,
  click_id uuid not null,
  claimed_at timestamptz not null,
  primary key (project_id, click_id)
);
create index click_claims_by_age on click_claims (click_id);

-- Ids learnt after the click, such as the Yandex ClientID that the page's beacon tells. The click's own come first; of two that were
-- learnt, the first.
create table click_ids (
  project_id bigint not null,
  click_id uuid not null,
  name text not null,
  value text not null,
  learnt_at timestamptz not null,
  primary key (project_id, click_id, name)
);
create index click_ids_by_age on click_ids (click_id);

-- Invite links of channels: shared ones, of a tracking link, and those of the pool, made ahead of need and leased to one click each.
-- A pool's link goes free → reserved (a process may hand it out) → leased (shown to a visitor) → used (they joined); leased → free or
-- revoked when its time is over.
create table invite_links (
  project_id bigint not null references projects (project_id),
  invite_link text collate "C" not null, -- the address, as the messenger gave it; compared by bytes, so that a half of it finds it
  chat_id text,
  name text,                        -- as the messenger shows it: where another administrator made the link, half of its address is hidden
  link_id uuid,                     -- joins count for this tracking link
  click_id uuid,                    -- and for this click
  state text not null check (state in ('shared', 'free', 'reserved', 'leased', 'used', 'revoked')),
  creates_join_request boolean not null default false,
  leased_at timestamptz,
  leased_until timestamptz,         -- also: reserved until
  used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null,
  primary key (project_id, invite_link)
);
create index invite_links_free on invite_links (project_id, creates_join_request, created_at) where state = 'free';
create index invite_links_leases on invite_links (leased_until) where state in ('reserved', 'leased');
create index invite_links_by_click on invite_links (project_id, click_id) where click_id is not null;
create index invite_links_shared on invite_links (project_id, link_id) where state = 'shared';
