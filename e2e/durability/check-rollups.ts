import type pg from 'pg';
import type { Findings } from './findings.ts';

/** Buckets and sources where the counts are not a count of the facts. */
const differingCounts = `
  with counted as (
    select bucket, source_id, starts, first_joins, joins, leaves, present, goals, events, revenue, cost
    from rollups where project_id = $1
  ), naive as (
    select date_bin('15 minutes', happened_at, 'epoch'::timestamptz) as bucket, source_id,
      count(*) filter (where kind = 'start') as starts,
      count(*) filter (where effect = 'first_join') as first_joins,
      count(*) filter (where effect in ('first_join', 'join')) as joins,
      count(*) filter (where effect = 'leave') as leaves,
      sum(presence) as present,
      count(*) filter (where kind = 'goal') as goals,
      count(*) filter (where kind = 'event') as events,
      coalesce(sum(amount) filter (where amount > 0), 0) as revenue,
      coalesce(-sum(amount) filter (where amount < 0), 0) as cost
    from events where project_id = $1 group by 1, 2
  ), compared as (
    select bucket, source_id, to_jsonb(c) - 'bucket' - 'source_id' as counted, to_jsonb(n) - 'bucket' - 'source_id' as naive,
      (coalesce(c.starts, 0), coalesce(c.first_joins, 0), coalesce(c.joins, 0), coalesce(c.leaves, 0), coalesce(c.present, 0),
       coalesce(c.goals, 0), coalesce(c.events, 0), coalesce(c.revenue, 0), coalesce(c.cost, 0))
      is distinct from
      (coalesce(n.starts, 0), coalesce(n.first_joins, 0), coalesce(n.joins, 0), coalesce(n.leaves, 0), coalesce(n.present, 0),
       coalesce(n.goals, 0), coalesce(n.events, 0), coalesce(n.revenue, 0), coalesce(n.cost, 0)) as differs
    from counted c full join naive n using (bucket, source_id)
  )
  select bucket::text || ' ' || source_id || ': counted ' || coalesce(counted::text, 'nothing')
    || ', the facts are ' || coalesce(naive::text, 'none') as account
  from compared where differs`;

/** The same for clicks, which a source has in common with others of its link and campaign. */
const differingClicks = `
  with counted as (
    select r.bucket, s.link_id, s.utm_campaign, sum(r.clicks) as clicks, sum(r.machine_clicks) as machine_clicks
    from rollups r join sources s on s.project_id = r.project_id and s.source_id = r.source_id
    where r.project_id = $1 and s.link_id is not null group by 1, 2, 3
  ), naive as (
    select date_bin('15 minutes', clicked_at, 'epoch'::timestamptz) as bucket, link_id, marks->>'utm_campaign' as utm_campaign,
      count(*) filter (where machine is null) as clicks, count(*) filter (where machine is not null) as machine_clicks
    from clicks where project_id = $1 group by 1, 2, 3
  )
  select bucket::text || ' ' || utm_campaign || ': counted ' || coalesce(c.clicks, 0) || ' clicks, there are ' || coalesce(n.clicks, 0) as account
  from counted c full join naive n using (bucket, link_id, utm_campaign)
  where coalesce(c.clicks, 0) <> coalesce(n.clicks, 0) or coalesce(c.machine_clicks, 0) <> coalesce(n.machine_clicks, 0)`;

const unnamedSources = `
  select 'source ' || r.source_id || ' has counts, but no row' as account from rollups r
  where r.project_id = $1 and not exists
    (select 1 from sources s where s.project_id = r.project_id and s.source_id = r.source_id)`;

/** The rollups are a naive count of the facts and of the clicks. */
export async function checkRollups(pool: pg.Pool, projectId: string, { wrong }: Findings): Promise<void> {
  for (const sql of [differingCounts, differingClicks, unnamedSources]) {
    const { rows } = await pool.query<{ account: string }>(sql, [projectId]);
    wrong.push(...rows.map(({ account }) => `rollup ${account}`));
  }
}
