import { sql } from 'kysely';
import { type Database, inTransaction, repeating } from '../database.ts';
import type { Manage } from '../dependencies.ts';

/** States that a conversion can be taken back from. */
export const replayableStates = ['failed', 'expired', 'skipped', 'uncertain'] as const;
export type ReplayableState = (typeof replayableStates)[number];

/** What to take back: ids, or everything in a state that fits the filters. */
export interface ReplayFilter {
  readonly state: ReplayableState;
  readonly destinationId: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

export interface ReplayCounts {
  readonly replayed: number;
  /** Cannot be told: no identifier, past the platform's deadline, its destination deleted, or told by another conversion. */
  readonly left: number;
}

const chunkSize = 1000;

/** Takes back everything that fits, a thousand at a time, so that no transaction holds many rows. */
export async function replayAll(manage: Manage, projectId: string, filter: ReplayFilter): Promise<ReplayCounts> {
  let counts: ReplayCounts = { replayed: 0, left: 0 };
  for (let after: string | undefined; ; ) {
    const ids = await selectIds(manage.db, projectId, filter, after);
    if (ids.length === 0) return counts;
    const done = await replayOnes(manage, projectId, ids);
    counts = { replayed: counts.replayed + done.replayed, left: counts.left + done.left };
    after = ids.at(-1);
  }
}

async function selectIds(
  db: Database,
  projectId: string,
  { state, destinationId, from, to }: ReplayFilter,
  after: string | undefined,
): Promise<string[]> {
  const rows = await db
    .selectFrom('conversions')
    .select('conversion_id')
    .where('project_id', '=', projectId)
    .where('state', '=', state)
    .$if(destinationId !== null, (select) => select.where('destination_id', '=', destinationId ?? ''))
    .$if(from !== null, (select) => select.where('happened_at', '>=', from ?? new Date(0)))
    .$if(to !== null, (select) => select.where('happened_at', '<', to ?? new Date(0)))
    .$if(after !== undefined, (select) => select.where('conversion_id', '>', after ?? ''))
    .orderBy('conversion_id')
    .limit(chunkSize)
    .execute();
  return rows.map((row) => row.conversion_id);
}

/**
 * Puts conversions back into the outbox, due now. What is told once per subscriber takes its unique key again, and stays where
 * another conversion holds it; the platform's deadline is counted from the event, as when the conversion was planned.
 */
export async function replayOnes(manage: Manage, projectId: string, ids: readonly string[]): Promise<ReplayCounts> {
  const now = new Date(manage.now());
  const types = [...manage.destinations.keys()];
  const deadlines = [...manage.destinations.values()].map(({ deadline }) => deadline);
  const hours = deadlines.map(({ hoursAfterEvent }) => hoursAfterEvent);
  const clickHours = deadlines.map(({ hoursAfterClick }) => hoursAfterClick ?? null);
  const replay = sql`
    with wished as (
      select c.conversion_id, c.destination_id, c.once_key as held_key, t.deadline_at,
        case when c.cause = any (d.once_per_subscriber) then c.cause || ':' || coalesce(c.user_id, c.click_id::text) end as once_key
      from conversions c
      join destinations d on d.project_id = c.project_id and d.destination_id = c.destination_id and d.deleted_at is null
      join unnest(${types}::text[], ${hours}::integer[], ${clickHours}::integer[]) as h (type, hours, click_hours) on h.type = d.type
      join lateral (
        select least(c.happened_at + h.hours * interval '1 hour', c.clicked_at + h.click_hours * interval '1 hour') as deadline_at
      ) as t on true
      where c.project_id = ${projectId} and c.conversion_id = any (${ids}::uuid[])
        and c.state = any (${[...replayableStates]}::text[]) and c.identifiers is not null
        and c.reason is distinct from 'left_early' and t.deadline_at > ${now}
      for update of c
    ), ranked as (
      select *, row_number() over (partition by destination_id, once_key order by held_key nulls last, conversion_id) as place from wished
    )
    update conversions c
    set state = 'pending', reason = null, response = null, due_at = ${now}, deadline_at = r.deadline_at, batch_id = null,
      accepted_at = null, confirmed_at = null, once_key = r.once_key
    from ranked r
    where c.project_id = ${projectId} and c.conversion_id = r.conversion_id
      and (r.once_key is null or r.place = 1 and not exists (
        select 1 from conversions o
        where o.project_id = ${projectId} and o.destination_id = r.destination_id and o.once_key = r.once_key
          and o.conversion_id <> r.conversion_id))`;
  // The pipeline may take the same unique key at this very moment: then the statement sees it when it is repeated.
  const result = await repeating(() => inTransaction(manage.pool, (tx) => replay.execute(tx)));
  const replayed = Number(result.numAffectedRows ?? 0);
  return { replayed, left: ids.length - replayed };
}
