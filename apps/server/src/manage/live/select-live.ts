import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { uuidFloor } from '../../domain/uuid.ts';

export const liveMinutes = 5;

export const LiveFigures = Type.Object(
  {
    minutes: Type.Integer({ description: 'how far back it looks' }),
    clicks: Type.Integer({ description: "people's clicks" }),
    joins: Type.Integer({ description: 'who became a subscriber, again or for the first time' }),
  },
  { title: 'LiveFigures' },
);

/** Read from the facts of the last minutes: rollups know no less than a quarter of an hour. Both are ranges of an index. */
export async function selectLive(pool: pg.Pool, projectId: string, nowMs: number): Promise<Static<typeof LiveFigures>> {
  const sinceMs = nowMs - liveMinutes * 60_000;
  const { rows } = await pool.query<{ clicks: number; joins: number }>(
    `select
       (select count(*) from clicks where project_id = $1 and click_id >= $2 and machine is null)::int as clicks,
       (select count(*) from events where project_id = $1 and happened_at >= $3
          and effect in ('first_join', 'join', 'return') and kind in ('start', 'join'))::int as joins`,
    [projectId, uuidFloor(sinceMs), new Date(sinceMs)],
  );
  return { minutes: liveMinutes, clicks: rows[0]?.clicks ?? 0, joins: rows[0]?.joins ?? 0 };
}
