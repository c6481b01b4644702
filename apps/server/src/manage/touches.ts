import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import type { Database } from './database.ts';
import type { TouchesTable } from './fact-tables.ts';
import { AdSystemName, isoTime, isoTimeOrNull, nullable, shownUtm, Time, Utm, Uuid } from './fields.ts';

/** What a start or join is attributed to, with the name of the link. */
export const Touch = Type.Object(
  {
    id: Uuid,
    at: Time,
    source_type: Type.Enum(['tracking_link', 'landing', 'invite_link', 'bot_hop', 'organic', 'unknown']),
    exactness: Type.Enum(['exact', 'probable', 'organic', 'unknown']),
    confidence: Type.Number({ description: '1 for exact; 1/n for one of n possible clicks' }),
    link_id: nullable(Uuid),
    link_name: nullable(Type.String()),
    ad_system: nullable(AdSystemName),
    utm: Utm,
    click_id: nullable(Uuid),
    clicked_at: nullable(Time),
    ids: Type.Record(Type.String(), Type.String(), { description: 'click ids of the ad systems, as they wrote them' }),
    country: nullable(Type.String()),
    start_value: nullable(Type.String({ description: 'the start parameter as it came' })),
  },
  { title: 'Touch' },
);

export type TouchesById = ReadonlyMap<string, Static<typeof Touch>>;

/** Touches by their ids; nulls among the ids are left out. */
export async function touchesById(
  db: Database,
  projectId: string,
  ids: ReadonlyArray<string | null>,
): Promise<TouchesById> {
  const touchIds = [...new Set(ids.filter((id) => id !== null))];
  if (touchIds.length === 0) return new Map();
  const rows = await selectTouches(db, projectId).where('t.touch_id', 'in', touchIds).execute();
  return new Map(rows.map((row) => [row.touch_id, shownTouch(row)]));
}

/** Touches of a person, the newest first. */
export async function touchesOf(
  db: Database,
  projectId: string,
  userId: string,
  limit: number,
): Promise<Static<typeof Touch>[]> {
  const rows = await selectTouches(db, projectId)
    .where('t.user_id', '=', userId)
    .orderBy('t.touched_at', 'desc')
    .orderBy('t.touch_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(shownTouch);
}

/** Facts of a sandbox twin name links of nobody: a twin has none. */
function selectTouches(db: Database, projectId: string) {
  return db
    .selectFrom('touches as t')
    .leftJoin('links as l', (join) =>
      join.onRef('l.project_id', '=', 't.project_id').onRef('l.link_id', '=', 't.link_id'),
    )
    .selectAll('t')
    .select('l.name as link_name')
    .where('t.project_id', '=', projectId);
}

function shownTouch(row: Selectable<TouchesTable> & { readonly link_name: string | null }): Static<typeof Touch> {
  return {
    id: row.touch_id,
    at: isoTime(row.touched_at),
    source_type: row.source_type,
    exactness: row.exactness,
    confidence: row.confidence,
    link_id: row.link_id,
    link_name: row.link_name,
    ad_system: row.ad_system,
    utm: shownUtm(row.marks),
    click_id: row.click_id,
    clicked_at: isoTimeOrNull(row.clicked_at),
    ids: row.ids,
    country: row.country,
    start_value: row.start_value,
  };
}
