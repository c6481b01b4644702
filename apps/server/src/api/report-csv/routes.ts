import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { bom, csvLine } from '../../reports/csv.ts';
import { clickColumns, selectClicks } from '../../reports/csv-clicks.ts';
import { memberColumns, selectMembers } from '../../reports/csv-members.ts';
import { type PagedQuery, type PagedRow, writePlace } from '../../reports/csv-pages.ts';
import { selectTags, tagColumns } from '../../reports/csv-tags.ts';
import { CallWindow } from './call-window.ts';
import { findReportKey, type ReportAccess } from './find-report-key.ts';
import { readReportQuery } from './read-report-query.ts';

export interface ReportCsvDependencies {
  readonly pool: pg.Pool;
  readonly now: () => number;
}

const callsPerMinuteMax = 60;
const rowsAtOnce = 5_000;

interface Table {
  readonly addresses: readonly string[];
  readonly columns: readonly string[];
  readonly select: (pool: pg.Pool, query: PagedQuery, limit: number) => Promise<PagedRow[]>;
}

const tables: readonly Table[] = [
  {
    addresses: ['/api/get_chat_members.php', '/max/api/get_chat_members.php'],
    columns: memberColumns,
    select: selectMembers,
  },
  {
    addresses: ['/max/api/get_click_data.php', '/api/get_click_data.php'],
    columns: clickColumns,
    select: selectClicks,
  },
];

/** The reports that users of TGTrack script against: CSV with a BOM, Unix dates, `0` for what is not there. Source: reference/behaviour.md. */
export function reportCsvRoutes(app: FastifyInstance, { pool, now }: ReportCsvDependencies): void {
  const window = new CallWindow(callsPerMinuteMax, now);

  /** Null: it has been refused. */
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<ReportAccess | null> => {
    const { apiKey } = request.query as { readonly apiKey?: unknown };
    const access = typeof apiKey === 'string' && apiKey !== '' ? await findReportKey(pool, apiKey) : null;
    if (access === null) {
      await refuse(reply, 401, 'apiKey: a report key of the project was expected');
      return null;
    }
    const waitSeconds = window.take(access.keyId);
    if (waitSeconds === 0) return access;
    reply.header('retry-after', waitSeconds);
    await refuse(reply, 429, `at most ${callsPerMinuteMax} reports a minute; try again in ${waitSeconds} s`);
    return null;
  };

  for (const { addresses, columns, select } of tables) {
    for (const address of addresses) {
      app.get(address, { schema: { hide: true } }, async (request, reply) => {
        const access = await admit(request, reply);
        if (access === null) return reply;
        const asked = readReportQuery(request.query as Readonly<Record<string, unknown>>, now());
        if ('refusal' in asked) return refuse(reply, 400, asked.refusal);
        const { limit, ...period } = asked;
        const query = { projectId: access.projectId, ...period };
        const first = await select(pool, query, Math.min(limit, rowsAtOnce));
        // Told before the rows: where the page is full, it ends at its last row, which has to be known by then.
        const last = await lastPlace(pool, select, query, limit, first);
        if (last !== null) reply.header('x-next-cursor', writePlace(last));
        return send(reply, lines(columns, pages(pool, select, query, limit, first)));
      });
    }
  }

  for (const address of ['/api/get_tags.php', '/max/api/get_tags.php']) {
    app.get(address, { schema: { hide: true } }, async (request, reply) => {
      const access = await admit(request, reply);
      if (access === null) return reply;
      const tags = await selectTags(pool, access.projectId);
      return send(reply, [bom, csvLine(tagColumns), ...tags.map((tag) => csvLine(tag))]);
    });
  }
}

/** The last row of a full page; null where there is no next one. */
async function lastPlace(
  pool: pg.Pool,
  select: Table['select'],
  query: PagedQuery,
  limit: number,
  first: readonly PagedRow[],
): Promise<PagedRow['place'] | null> {
  if (first.length < Math.min(limit, rowsAtOnce)) return null;
  if (limit <= rowsAtOnce) return first.at(-1)?.place ?? null;
  const [at] = await select(pool, { ...query, offset: query.offset + limit - 1 }, 1);
  return at?.place ?? null;
}

async function* pages(
  pool: pg.Pool,
  select: Table['select'],
  query: PagedQuery,
  limit: number,
  first: readonly PagedRow[],
): AsyncGenerator<readonly PagedRow[]> {
  let rows = first;
  let left = limit;
  for (;;) {
    yield rows;
    left -= rows.length;
    const last = rows.at(-1);
    if (last === undefined || left <= 0 || rows.length < rowsAtOnce) return;
    rows = await select(pool, { ...query, after: last.place, offset: 0 }, Math.min(left, rowsAtOnce));
  }
}

async function* lines(columns: readonly string[], pages: AsyncIterable<readonly PagedRow[]>): AsyncGenerator<string> {
  yield bom + csvLine(columns);
  for await (const rows of pages) yield rows.map(({ cells }) => csvLine(cells)).join('');
}

function send(reply: FastifyReply, chunks: Iterable<string> | AsyncIterable<string>): FastifyReply {
  return reply.type('text/csv; charset=utf-8').send(Readable.from(chunks));
}

function refuse(reply: FastifyReply, status: number, details: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(`${details}\n`);
}
