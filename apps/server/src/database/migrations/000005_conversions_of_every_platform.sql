-- Conversions as every advertising system needs them: several identifiers at once, what happened, and the click, which may have
-- nobody behind it yet (a press of a tracking link, a start that names no user).
alter table conversions
  alter column event_id drop not null,
  drop column id_value,
  add column identifiers jsonb,     -- what the platform is told about the person, by names of the destination's own choosing
  add column cause text not null default 'goal'
    check (cause in ('press', 'open', 'start', 'join', 'stay', 'leave', 'goal', 'event', 'refund')),
  add column event_type text,       -- event_type of add_event
  add column result text check (result in ('in_progress', 'success', 'failure')),
  add column click_id uuid,
  add column clicked_at timestamptz;
alter table conversions alter column cause drop default;
create index conversions_by_click on conversions (project_id, click_id) where event_id is null;

-- How often rows were sent again that may have arrived, where the platform counts a repeat twice.
alter table batches add column resends smallint not null default 0;

-- A call that fetches an access token is one of the calls, too.
alter table attempts drop constraint attempts_purpose_check;
alter table attempts add constraint attempts_purpose_check check (purpose in ('send', 'look_up', 'verdict', 'test', 'token'));
