-- What reports are made of, beside the counts by quarter of an hour: the same by hour and day, who stayed, what happened by type, who is
-- here now; and what advertising cost. Written in the transaction of the facts, so a report costs the rows it shows.

-- Counts by hour and by day of UTC: a period of any zone is tiled by days, hours and quarters of an hour.
create table rollups_by_hour (like rollups including defaults including indexes);
create table rollups_by_day (like rollups including defaults including indexes);

-- Who stayed, by when and from where people joined first: how many joined, and by how much their number had become smaller at which age.
-- left_0 … left_40: departures less returns at ages below 1 h, 6 h, each day up to 30, 45, 60, 90, 120, 180, 270, 365, 730 days, and above
-- (domain/age-bands.ts). Columns, so that a cohort is one row, however many left it.
create table retention (
  project_id bigint not null,
  bucket timestamptz not null,      -- quarter of an hour of the first join
  source_id uuid not null,          -- of the first join
  joined integer not null default 0,
  left_0 integer not null default 0,
  left_1 integer not null default 0,
  left_2 integer not null default 0,
  left_3 integer not null default 0,
  left_4 integer not null default 0,
  left_5 integer not null default 0,
  left_6 integer not null default 0,
  left_7 integer not null default 0,
  left_8 integer not null default 0,
  left_9 integer not null default 0,
  left_10 integer not null default 0,
  left_11 integer not null default 0,
  left_12 integer not null default 0,
  left_13 integer not null default 0,
  left_14 integer not null default 0,
  left_15 integer not null default 0,
  left_16 integer not null default 0,
  left_17 integer not null default 0,
  left_18 integer not null default 0,
  left_19 integer not null default 0,
  left_20 integer not null default 0,
  left_21 integer not null default 0,
  left_22 integer not null default 0,
  left_23 integer not null default 0,
  left_24 integer not null default 0,
  left_25 integer not null default 0,
  left_26 integer not null default 0,
  left_27 integer not null default 0,
  left_28 integer not null default 0,
  left_29 integer not null default 0,
  left_30 integer not null default 0,
  left_31 integer not null default 0,
  left_32 integer not null default 0,
  left_33 integer not null default 0,
  left_34 integer not null default 0,
  left_35 integer not null default 0,
  left_36 integer not null default 0,
  left_37 integer not null default 0,
  left_38 integer not null default 0,
  left_39 integer not null default 0,
  left_40 integer not null default 0,
  primary key (project_id, bucket, source_id)
);
create table retention_by_hour (like retention including defaults including indexes);
create table retention_by_day (like retention including defaults including indexes);

-- Finds the join that a later leave belongs to, however many events somebody has.
create index events_first_join on events (project_id, user_id) where effect = 'first_join';

-- Events by type and result, goals by name.
create table event_rollups (
  project_id bigint not null,
  bucket timestamptz not null,
  source_id uuid not null,
  kind text not null check (kind in ('event', 'refund', 'goal')),
  name text not null,               -- event_type, or the goal's name
  result text not null,             -- '': none, as goals have none
  events bigint not null default 0,
  revenue numeric(26, 6) not null default 0,
  cost numeric(26, 6) not null default 0,
  primary key (project_id, bucket, source_id, kind, name, result)
);
create table event_rollups_by_hour (like event_rollups including defaults including indexes);
create table event_rollups_by_day (like event_rollups including defaults including indexes);

-- Who is here now, by the source of the first join (who only lifted a block never joined: the unknown one) and by profile.
create table audience (
  project_id bigint not null,
  source_id uuid not null,
  language_code text not null,      -- '': not known
  premium smallint not null,        -- 1, 0; -1: not known
  present bigint not null,
  primary key (project_id, source_id, language_code, premium)
);

-- What was counted so far.
insert into rollups_by_hour
  select project_id, date_bin('1 hour', bucket, 'epoch'), source_id, sum(clicks), sum(machine_clicks), sum(starts), sum(first_joins), sum(joins),
    sum(leaves), sum(present), sum(goals), sum(events), sum(revenue), sum(cost)
  from rollups group by 1, 2, 3;
insert into rollups_by_day
  select project_id, date_bin('1 day', bucket, 'epoch'), source_id, sum(clicks), sum(machine_clicks), sum(starts), sum(first_joins), sum(joins),
    sum(leaves), sum(present), sum(goals), sum(events), sum(revenue), sum(cost)
  from rollups group by 1, 2, 3;
insert into event_rollups
  select project_id, date_bin('15 minutes', happened_at, 'epoch'), source_id, kind, coalesce(type, target), coalesce(result, ''), count(*),
    coalesce(sum(amount) filter (where amount > 0 or kind = 'refund'), 0),
    coalesce(-sum(amount) filter (where amount < 0 and kind <> 'refund'), 0)
  from events where kind in ('event', 'refund', 'goal') and source_id is not null group by 1, 2, 3, 4, 5, 6;
insert into event_rollups_by_hour
  select project_id, date_bin('1 hour', bucket, 'epoch'), source_id, kind, name, result, sum(events), sum(revenue), sum(cost)
  from event_rollups group by 1, 2, 3, 4, 5, 6;
insert into event_rollups_by_day
  select project_id, date_bin('1 day', bucket, 'epoch'), source_id, kind, name, result, sum(events), sum(revenue), sum(cost)
  from event_rollups group by 1, 2, 3, 4, 5, 6;
insert into retention
  select j.project_id, date_bin('15 minutes', j.happened_at, 'epoch'), j.source_id, count(*) filter (where f.event_id = j.event_id),
  -coalesce(sum(f.presence) filter (where f.age >= interval '-1 hour' and f.age < interval '1 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '1 hours' and f.age < interval '6 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '6 hours' and f.age < interval '24 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '24 hours' and f.age < interval '48 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '48 hours' and f.age < interval '72 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '72 hours' and f.age < interval '96 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '96 hours' and f.age < interval '120 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '120 hours' and f.age < interval '144 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '144 hours' and f.age < interval '168 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '168 hours' and f.age < interval '192 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '192 hours' and f.age < interval '216 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '216 hours' and f.age < interval '240 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '240 hours' and f.age < interval '264 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '264 hours' and f.age < interval '288 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '288 hours' and f.age < interval '312 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '312 hours' and f.age < interval '336 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '336 hours' and f.age < interval '360 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '360 hours' and f.age < interval '384 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '384 hours' and f.age < interval '408 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '408 hours' and f.age < interval '432 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '432 hours' and f.age < interval '456 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '456 hours' and f.age < interval '480 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '480 hours' and f.age < interval '504 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '504 hours' and f.age < interval '528 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '528 hours' and f.age < interval '552 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '552 hours' and f.age < interval '576 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '576 hours' and f.age < interval '600 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '600 hours' and f.age < interval '624 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '624 hours' and f.age < interval '648 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '648 hours' and f.age < interval '672 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '672 hours' and f.age < interval '696 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '696 hours' and f.age < interval '720 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '720 hours' and f.age < interval '1080 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '1080 hours' and f.age < interval '1440 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '1440 hours' and f.age < interval '2160 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '2160 hours' and f.age < interval '2880 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '2880 hours' and f.age < interval '4320 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '4320 hours' and f.age < interval '6480 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '6480 hours' and f.age < interval '8760 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '8760 hours' and f.age < interval '17520 hours'), 0),
  -coalesce(sum(f.presence) filter (where f.age >= interval '17520 hours' and true), 0)
  from events j
  join (
    select e.project_id, e.user_id, e.event_id, e.happened_at, e.arrival,
      case when e.event_id = c.event_id then 0 else e.presence end as presence, e.happened_at - c.happened_at as age
    from events e join events c on c.project_id = e.project_id and c.user_id = e.user_id and c.effect = 'first_join'
    where e.arrival is not null
  ) f on f.project_id = j.project_id and f.user_id = j.user_id and (f.happened_at, f.arrival) >= (j.happened_at, j.arrival)
  where j.effect = 'first_join'
  group by 1, 2, 3;
insert into retention_by_hour
  select project_id, date_bin('1 hour', bucket, 'epoch'), source_id, sum(joined), sum(left_0), sum(left_1), sum(left_2), sum(left_3), sum(left_4), sum(left_5), sum(left_6), sum(left_7), sum(left_8), sum(left_9), sum(left_10), sum(left_11), sum(left_12), sum(left_13), sum(left_14), sum(left_15), sum(left_16), sum(left_17), sum(left_18), sum(left_19), sum(left_20), sum(left_21), sum(left_22), sum(left_23), sum(left_24), sum(left_25), sum(left_26), sum(left_27), sum(left_28), sum(left_29), sum(left_30), sum(left_31), sum(left_32), sum(left_33), sum(left_34), sum(left_35), sum(left_36), sum(left_37), sum(left_38), sum(left_39), sum(left_40)
  from retention group by 1, 2, 3;
insert into retention_by_day
  select project_id, date_bin('1 day', bucket, 'epoch'), source_id, sum(joined), sum(left_0), sum(left_1), sum(left_2), sum(left_3), sum(left_4), sum(left_5), sum(left_6), sum(left_7), sum(left_8), sum(left_9), sum(left_10), sum(left_11), sum(left_12), sum(left_13), sum(left_14), sum(left_15), sum(left_16), sum(left_17), sum(left_18), sum(left_19), sum(left_20), sum(left_21), sum(left_22), sum(left_23), sum(left_24), sum(left_25), sum(left_26), sum(left_27), sum(left_28), sum(left_29), sum(left_30), sum(left_31), sum(left_32), sum(left_33), sum(left_34), sum(left_35), sum(left_36), sum(left_37), sum(left_38), sum(left_39), sum(left_40)
  from retention group by 1, 2, 3;
insert into audience
  select s.project_id, coalesce(j.source_id, 'dbe929a5-0464-539e-42dd-65b276476bbc'), coalesce(s.language_code, ''), coalesce(s.is_premium::int, -1), count(*)
  from subscribers s
  left join events j on j.project_id = s.project_id and j.user_id = s.user_id and j.effect = 'first_join'
  where s.status in ('member', 'resumed')
  group by 1, 2, 3, 4;

-- What advertising cost, by day of the project's zone and source.
create table costs (
  project_id bigint not null references projects (project_id),
  day date not null,
  source text not null,             -- 'link:' and its id, or 'campaign:' and its utm_campaign
  link_id uuid,
  utm_campaign text,
  amount numeric(20, 6) not null,
  currency text not null,
  impressions bigint,
  clicks bigint,
  changed_at timestamptz not null,
  primary key (project_id, day, source)
);

-- What one unit of another currency is worth in the project's own.
create table currency_rates (
  project_id bigint not null references projects (project_id),
  currency text not null,
  rate numeric(20, 10) not null check (rate > 0),
  primary key (project_id, currency)
);
