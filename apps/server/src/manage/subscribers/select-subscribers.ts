import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely';
import type { Static } from 'typebox';
import { attributed, type Dimension, dimensions, type Filter, noValue } from '../../reports/dimensions.ts';
import type { Database } from '../database.ts';
import type { Tables } from '../database-tables.ts';
import { type Page, type PageRequest, toPage } from '../listing.ts';
import { touchesById } from '../touches.ts';
import { type Subscriber, shownSubscriber, type statuses, storedStatuses } from './subscriber-answer.ts';

export interface SubscriberFilter {
  readonly status?: (typeof statuses)[number] | undefined;
  /** Of the first touch: what brought the person. */
  readonly source?: Filter;
  readonly joinedFrom?: string | undefined;
  readonly joinedTo?: string | undefined;
  /** Part of a name, of the username or of the user id. */
  readonly text?: string | undefined;
}

/** What the list is ordered by, the latest first; who has no such date is not in it. */
export const orders = ['seen', 'joined', 'changed'] as const;
export type Order = (typeof orders)[number];

/** Each has an index of its own. */
const dates: Readonly<Record<Order, RawBuilder<Date>>> = {
  seen: sql<Date>`s.created_at`,
  joined: sql<Date>`s.first_join_at`,
  changed: sql<Date>`greatest(s.last_join_at, s.left_at)`,
};

/** Subscribers that fit, by the date that is asked for, the latest first. */
export async function selectSubscribers(
  db: Database,
  projectId: string,
  { status, source = {}, joinedFrom, joinedTo, text }: SubscriberFilter,
  page: PageRequest,
  order: Order = 'seen',
): Promise<Page<Static<typeof Subscriber>>> {
  const [beforeAt, beforeId] = page.after ?? [];
  const wanted = dimensions.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]] as const]));
  const rows = await db
    .selectFrom('subscribers as s')
    .selectAll('s')
    .select(dates[order].as('ordered_at'))
    .where('s.project_id', '=', projectId)
    .$if(status !== undefined, (select) => select.where('s.status', 'in', storedStatuses[status ?? 'known']))
    .$if(joinedFrom !== undefined, (select) => select.where('s.first_join_at', '>=', new Date(joinedFrom ?? 0)))
    .$if(joinedTo !== undefined, (select) => select.where('s.first_join_at', '<', new Date(joinedTo ?? 0)))
    .$if(wanted.length > 0, (select) => select.where((eb) => eb.exists(firstTouch(eb, wanted))))
    .$if(order !== 'seen', (select) => select.where(sql<boolean>`${dates[order]} is not null`))
    .$if(text !== undefined, (select) => select.where(matches(text ?? '')))
    .$if(beforeAt !== undefined && beforeId !== undefined, (select) =>
      select.where(sql<boolean>`(${dates[order]}, s.user_id) < (${new Date(beforeAt ?? 0)}, ${beforeId ?? ''})`),
    )
    .orderBy(dates[order], 'desc')
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
    (row) => [row.ordered_at.toISOString(), row.user_id],
    (row) => shownSubscriber(row, touches),
  );
}

type Subscribers = Tables & { readonly s: Tables['subscribers'] };

function firstTouch(eb: ExpressionBuilder<Subscribers, 's'>, wanted: ReadonlyArray<readonly [Dimension, string]>) {
  return eb
    .selectFrom('touches as t')
    .select('t.touch_id')
    .whereRef('t.project_id', '=', 's.project_id')
    .whereRef('t.touch_id', '=', 's.first_touch_id')
    .where(sql<boolean>`${sql.join(wanted.map(isFrom), sql` and `)}`);
}

/** Where a touch has each part of its source. */
const places: Readonly<Record<Dimension, RawBuilder<string | null>>> = {
  link: sql`t.link_id`,
  ad_system: sql`t.ad_system`,
  utm_source: sql`t.marks ->> 'utm_source'`,
  utm_medium: sql`t.marks ->> 'utm_medium'`,
  utm_campaign: sql`t.marks ->> 'utm_campaign'`,
  utm_content: sql`t.marks ->> 'utm_content'`,
  utm_term: sql`t.marks ->> 'utm_term'`,
  country: sql`t.country`,
  exactness: sql`t.exactness`,
};

function isFrom([dimension, value]: readonly [Dimension, string]): RawBuilder<boolean> {
  const place = places[dimension];
  if (dimension === 'exactness' && value === attributed) return sql<boolean>`${place} in ('exact', 'probable')`;
  return value === noValue ? sql<boolean>`${place} is null` : sql<boolean>`${place} = ${value}`;
}

function matches(text: string): RawBuilder<boolean> {
  return sql`(concat_ws(' ', s.first_name, s.last_name) ilike ${containing(text)}
    or s.username ilike ${containing(text.replace(/^@/, ''))} or s.user_id like ${containing(text)})`;
}

/** A pattern for LIKE that finds exactly this text: `%`, `_` and the escape itself stand for themselves. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
