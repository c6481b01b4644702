import type { Static } from 'typebox';
import type { EventKind } from '../../ingest/rows.ts';
import type { Database } from '../database.ts';
import { type Page, type PageRequest, toPage } from '../listing.ts';
import { touchesById } from '../touches.ts';
import { type Event, shownEvent } from './event-answer.ts';

export interface EventFilter {
  readonly type?: string | undefined;
  readonly userId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const kinds: readonly EventKind[] = ['start', 'stop', 'resume', 'join', 'leave', 'goal', 'refund'];

/** Events that fit, by the time they happened, the newest first; those of the same moment by id. */
export async function selectEvents(
  db: Database,
  projectId: string,
  { type, userId, from, to }: EventFilter,
  page: PageRequest,
): Promise<Page<Static<typeof Event>>> {
  const [beforeAt, beforeId] = page.after ?? [];
  const kind = kinds.find((name) => name === type);
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('project_id', '=', projectId)
    .$if(type !== undefined, (select) =>
      select.where(({ eb, and, or }) =>
        or([
          and([eb('kind', '=', 'event'), eb('type', '=', type ?? '')]),
          ...(kind === undefined ? [] : [eb('kind', '=', kind)]),
        ]),
      ),
    )
    .$if(userId !== undefined, (select) => select.where('user_id', '=', userId ?? ''))
    .$if(from !== undefined, (select) => select.where('happened_at', '>=', new Date(from ?? 0)))
    .$if(to !== undefined, (select) => select.where('happened_at', '<', new Date(to ?? 0)))
    .$if(beforeAt !== undefined && beforeId !== undefined, (select) =>
      select.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('happened_at', 'event_id'), '<', tuple(new Date(beforeAt ?? 0), beforeId ?? '')),
      ),
    )
    .orderBy('happened_at', 'desc')
    .orderBy('event_id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const touches = await touchesById(
    db,
    projectId,
    rows.map((row) => row.touch_id),
  );
  return toPage(
    rows,
    page,
    (row) => [row.happened_at.toISOString(), row.event_id],
    (row) => shownEvent(row, touches),
  );
}
