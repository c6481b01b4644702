-- A click of a channel's tracking link leads to an invite link of its own: that is the lease, and it is stored with the click. The row of
-- the invite link stays as it is; the pool is a queue whose head moves, so that taking a thousand links changes one row.

-- In the queue of its pool, whose places are the project's: those of the pool by which people ask to join begin after 2^40. A link that was
-- taken from the queue and not handed out gets a new place at its end, one that was keeps its own. Null: no link of a pool, but one that many share.
alter table invite_links add column place bigint;
update invite_links i set place = q.place from (
  select project_id, invite_link, case when creates_join_request then 1099511627776 else 0 end
    + row_number() over (partition by project_id, creates_join_request order by state in ('free', 'reserved'), created_at, invite_link) as place
  from invite_links where state <> 'shared') as q
where i.project_id = q.project_id and i.invite_link = q.invite_link;

-- The place of the invite link that is this visitor's alone. Places are handed out nearly in their order, so the index grows at its end.
alter table clicks add column invite_place bigint;
create index clicks_by_invite_place on clicks (project_id, invite_place) where invite_place is not null;
update clicks c set invite_place = i.place from invite_links i where i.project_id = c.project_id and i.click_id = c.click_id;

create table invite_pools (
  project_id bigint not null references projects (project_id),
  creates_join_request boolean not null,
  added bigint not null,            -- the last place that was given to a link
  taken bigint not null,            -- the last one that was taken from the head of the queue
  primary key (project_id, creates_join_request)
);
insert into invite_pools
  select project_id, creates_join_request, base + count(*), base + count(*) filter (where state not in ('free', 'reserved'))
  from invite_links, lateral (select case when creates_join_request then 1099511627776 else 0 end as base) as b
  where place is not null group by project_id, creates_join_request, base;

-- Places that one process has taken, to hand their links out from memory. What it did not hand out gets new places at the end of the queue.
create table invite_reservations (
  project_id bigint not null,
  creates_join_request boolean not null,
  from_place bigint not null,
  to_place bigint not null,
  open_until timestamptz,           -- its process may hand them out until then; null: what is left in it was handed out
  retire_at timestamptz not null,   -- links that nobody used by then are revoked
  primary key (project_id, from_place)
);
create index invite_reservations_open on invite_reservations (project_id, open_until) where open_until is not null;
create index invite_reservations_retiring on invite_reservations (project_id, retire_at);
insert into invite_reservations
  select project_id, creates_join_request, place, place, null, leased_until from invite_links where state = 'leased' and leased_until is not null;

-- The indexes that name these columns go with them.
alter table invite_links drop column state, drop column click_id, drop column leased_at, drop column leased_until;
create unique index invite_links_in_pool on invite_links (project_id, place) where place is not null;
create index invite_links_shared on invite_links (project_id, link_id) where place is null;
create index invite_links_used on invite_links (project_id, used_at) where used_at is not null and revoked_at is null;

-- free (in the pool) → reserved (a process may hand it out) → leased (to a click) → used (they joined, or asked to) or revoked (nobody did).
create view invite_link_states as
select i.project_id, i.invite_link, i.creates_join_request,
  case
    when i.place is null then 'shared'
    when i.used_at is not null then 'used'
    when i.revoked_at is not null then 'revoked'
    when i.place > p.taken then 'free'
    when exists (
      select from invite_reservations r where r.project_id = i.project_id and i.place between r.from_place and r.to_place and r.open_until is not null
    ) and not exists (
      select from clicks c where c.project_id = i.project_id and c.invite_place = i.place
    ) then 'reserved'
    else 'leased'
  end as state
from invite_links i left join invite_pools p on p.project_id = i.project_id and p.creates_join_request = i.creates_join_request;
