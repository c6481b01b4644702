import type pg from 'pg';
import { rollupSpans } from '../domain/rollup-spans.ts';

const atOnce = 5_000;
/** Half a second of the database's time: more of a long backlog is counted when nobody waits for an answer. */
const portionsWhileBusy = 2;

/**
 * Counts conversions as what they are now, taking back as what they were counted before. Locked rows are left for the next time: the
 * delivery is at them. One statement, so that it is all counted or not at all.
 */
const countSome = `
  with taken as (
    select conversion_id, destination_id, target, state, counted_state, happened_at from conversions
    where project_id = $1 and counted_state is distinct from state
    order by conversion_id limit ${atOnce} for update skip locked
  ), marked as (
    update conversions c set counted_state = t.state from taken t
    where c.project_id = $1 and c.conversion_id = t.conversion_id
  ), changes as (
    select happened_at, destination_id, target, state, 1 as change from taken
    union all
    select happened_at, destination_id, target, counted_state, -1 from taken where counted_state is not null
  )${rollupSpans
    .map(
      ({ ms, suffix }) => `, counted${suffix} as (
    insert into conversion_rollups${suffix} as known (project_id, bucket, destination_id, target, state, conversions)
    select $1::bigint, date_bin('${ms / 1000} seconds', happened_at, 'epoch'), destination_id, target, state, sum(change)
    from changes group by 2, 3, 4, 5 having sum(change) <> 0 order by 2, 3, 4, 5
    on conflict (project_id, bucket, destination_id, target, state) do update set conversions = known.conversions + excluded.conversions
  )`,
    )
    .join('')}
  select count(*)::integer as taken from taken`;

interface Circumstances {
  /** Many callers wait for ingest. */
  readonly busy: () => boolean;
  /** The server is about to close its connections. */
  readonly stopped: () => boolean;
}

/**
 * Counts whatever changed since the last time, of all projects. To be run every now and then: reports do not depend on when. While
 * ingest is busy, each project has a part of it counted, and the rest the next time. Once `stopped`, it ends with the part it is at.
 */
export async function countConversions(
  pool: pg.Pool,
  { busy, stopped }: Circumstances = { busy: () => false, stopped: () => false },
): Promise<void> {
  const { rows } = await pool.query<{ project_id: string }>(
    'select distinct project_id from conversions where counted_state is distinct from state',
  );
  for (const { project_id } of rows) await countProject(pool, project_id, { busy, stopped });
}

async function countProject(pool: pg.Pool, projectId: string, { busy, stopped }: Circumstances): Promise<void> {
  for (let portions = 0; !stopped() && (portions < portionsWhileBusy || !busy()); portions += 1) {
    const { rows } = await pool.query<{ taken: number }>(countSome, [projectId]);
    if ((rows[0]?.taken ?? 0) < atOnce) return;
  }
}
