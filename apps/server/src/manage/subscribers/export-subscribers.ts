import type { Static } from 'typebox';
import { bom, type Cell, csvLine } from '../../reports/csv.ts';
import type { Database } from '../database.ts';
import { type Order, type SubscriberFilter, selectSubscribers } from './select-subscribers.ts';
import type { Subscriber } from './subscriber-answer.ts';

const rowsAtOnce = 2_000;

type Shown = Static<typeof Subscriber>;

const columns: ReadonlyArray<readonly [name: string, cell: (row: Shown) => Cell]> = [
  ['user_id', (row) => row.user_id],
  ['first_name', (row) => row.first_name],
  ['last_name', (row) => row.last_name],
  ['username', (row) => row.username],
  ['language', (row) => row.language_code],
  ['premium', (row) => row.is_premium],
  ['status', (row) => row.status],
  ['first_join_at', (row) => row.first_join_at],
  ['last_join_at', (row) => row.last_join_at],
  ['left_at', (row) => row.left_at],
  ['source_type', (row) => row.first_touch?.source_type ?? null],
  ['link_id', (row) => row.first_touch?.link_id ?? null],
  ['ad_system', (row) => row.first_touch?.ad_system ?? null],
  ['utm_source', (row) => row.first_touch?.utm.source ?? null],
  ['utm_medium', (row) => row.first_touch?.utm.medium ?? null],
  ['utm_campaign', (row) => row.first_touch?.utm.campaign ?? null],
  ['utm_content', (row) => row.first_touch?.utm.content ?? null],
  ['utm_term', (row) => row.first_touch?.utm.term ?? null],
  ['country', (row) => row.first_touch?.country ?? null],
  ['seen_at', (row) => row.created_at],
];

/** All subscribers that fit, as CSV: read page by page as fast as they are taken, so memory does not depend on their number. */
export async function* subscriberLines(
  db: Database,
  projectId: string,
  filter: SubscriberFilter,
  order: Order,
): AsyncGenerator<string> {
  yield bom + csvLine(columns.map(([name]) => name));
  let after: readonly string[] | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof selectSubscribers>> = await selectSubscribers(
      db,
      projectId,
      filter,
      { limit: rowsAtOnce, after },
      order,
    );
    if (page.items.length > 0) yield page.items.map((row) => csvLine(columns.map(([, cell]) => cell(row)))).join('');
    if (page.next_cursor === null) return;
    after = readCursor(page.next_cursor);
  }
}

function readCursor(cursor: string): readonly string[] {
  return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as string[];
}
