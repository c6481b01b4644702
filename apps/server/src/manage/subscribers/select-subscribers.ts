import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely';
import type { Static } from 'typebox';
import type { Database } from '../database.ts';
import type { Tables } from '../database-tables.ts';
import { type Page, type PageRequest, toPage } from '../listing.ts';
import { touchesById } from '../touches.ts';
import { type Subscriber, shownSubscriber, type statuses, storedStatuses } from './subscriber-answer.ts';

export interface SubscriberFilter {
  readonly status?: (typeof statuses)[number] | undefined;
  /** Of the first touch: what brought the person. */
  readonly linkId?: string | undefined;
  readonly utmSource?: string | undefined;
  readonly joinedFrom?: string | undefined;
  readonly joinedTo?: string | undefined;
  /** Part of a name, of the username or of the user id. */
  readonly text?: string | undefined;
}

/** Subscribers that fit, by the time they were first seen, the newest first. */
export async function selectSubscribers(
  db: Database,
  projectId: string,
  { status, linkId, utmSource, joinedFrom, joinedTo, text }: SubscriberFilter,
  page: PageRequest,
): Promise<Page<Static<typeof Subscriber>>> {
  const [beforeAt, beforeId] = page.after ?? [];
  const rows = await db
    .selectFrom('subscribers as s')
    .selectAll('s')
    .where('s.project_id', '=', projectId)
    .$if(status !== undefined, (select) => select.where('s.status', 'in', storedStatuses[status ?? 'known']))
    .$if(joinedFrom !== undefined, (select) => select.where('s.first_join_at', '>=', new Date(joinedFrom ?? 0)))
    .$if(joinedTo !== undefined, (select) => select.where('s.first_join_at', '<', new Date(joinedTo ?? 0)))
    .$if(linkId !== undefined || utmSource !== undefined, (select) =>
      select.where((eb) => eb.exists(firstTouch(eb, linkId, utmSource))),
    )
    .$if(text !== undefined, (select) => select.where(matches(text ?? '')))
    .$if(beforeAt !== undefined && beforeId !== undefined, (select) =>
      select.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('s.created_at', 's.user_id'), '<', tuple(new Date(beforeAt ?? 0), beforeId ?? '')),
      ),
    )
    .orderBy('s.created_at', 'desc')
    .orderBy('s.user_id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const touches = await touchesById(
    db,
    projectId,
    rows.flatMap((row) => [row.first_touch_id, row.last_touch_id]),
  );
  return toPage(
    rows,
    page,
    (row) => [row.created_at.toISOString(), row.user_id],
    (row) => shownSubscriber(row, touches),
  );
}

type Subscribers = Tables & { readonly s: Tables['subscribers'] };

function firstTouch(
  eb: ExpressionBuilder<Subscribers, 's'>,
  linkId: string | undefined,
  utmSource: string | undefined,
) {
  return eb
    .selectFrom('touches as t')
    .select('t.touch_id')
    .whereRef('t.project_id', '=', 's.project_id')
    .whereRef('t.touch_id', '=', 's.first_touch_id')
    .$if(linkId !== undefined, (select) => select.where('t.link_id', '=', linkId ?? ''))
    .$if(utmSource !== undefined, (select) =>
      select.where(sql<boolean>`t.marks ->> 'utm_source' = ${utmSource ?? ''}`),
    );
}

function matches(text: string): RawBuilder<boolean> {
  return sql`(concat_ws(' ', s.first_name, s.last_name) ilike ${containing(text)}
    or s.username ilike ${containing(text.replace(/^@/, ''))} or s.user_id like ${containing(text)})`;
}

/** A pattern for LIKE that finds exactly this text: `%`, `_` and the escape itself stand for themselves. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
