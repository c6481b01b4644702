import { type RawBuilder, sql } from 'kysely';
import { type Static, Type } from 'typebox';
import { Conversion } from '../conversions/conversion-answer.ts';
import type { Database } from '../database.ts';
import { Event } from '../events/event-answer.ts';
import { isoTime, nullable, Time, Uuid } from '../fields.ts';
import { explainRequest, RequestExplained } from './explain-request.ts';
import { RequestOutline } from './request-outline.ts';

export const outcomes = ['accepted', 'ignored', 'repeated', 'refused', 'read'] as const;

export const Request = Type.Object(
  {
    id: Uuid,
    key_id: Uuid,
    received_at: Time,
    method: Type.String(),
    outcome: Type.Enum([...outcomes]),
    status: Type.Integer({ description: '0 for success, else the error code' }),
    details: nullable(Type.String({ description: 'what was wrong, or why it was ignored' })),
    explained: nullable({
      ...RequestExplained,
      description: '`details` for people; null: there is nothing to explain',
    }),
    user_id: nullable(Type.String()),
    event_id: nullable(Uuid),
    content_type: nullable(Type.String()),
    body: nullable(
      Type.String({ description: 'as it came; cut in lists; null where the person it was about was erased' }),
    ),
    body_bytes: Type.Integer(),
    body_cut: Type.Boolean(),
    calls: Type.Integer({ description: 'calls refused at the door are one row a second, with their number' }),
    replay_of: nullable(Uuid),
  },
  { title: 'Request' },
);

export const ListedRequest = Type.Object(
  {
    ...Request.properties,
    outline: nullable({ ...RequestOutline, description: 'what became of it, in short; null: nothing was stored' }),
  },
  { title: 'ListedRequest' },
);

export const RequestWithOutcome = Type.Object(
  {
    ...Request.properties,
    event: nullable({ ...Event, description: 'what was stored for it' }),
    conversions: Type.Array(Conversion, { description: 'what was or will be told to ad systems' }),
  },
  { title: 'RequestWithOutcome' },
);

/** Calls with so much of their bodies. */
export function selectRequests(db: Database, projectId: string, bodyBytesMax: number | null) {
  const body: RawBuilder<Buffer | null> =
    bodyBytesMax === null ? sql`body` : sql`substring(body from 1 for ${bodyBytesMax})`;
  return db
    .selectFrom('requests')
    .select([
      'request_id',
      'key_id',
      'received_at',
      'method',
      'outcome',
      'status',
      'details',
      'user_id',
      'event_id',
      'content_type',
      'calls',
      'replay_of',
      body.as('body'),
      sql<number>`coalesce(length(body), 0)`.as('body_bytes'),
    ])
    .where('project_id', '=', projectId);
}

type RequestRow = Awaited<ReturnType<ReturnType<typeof selectRequests>['executeTakeFirstOrThrow']>>;

export function shownRequest(row: RequestRow): Static<typeof Request> {
  const cut = row.body !== null && row.body.length < row.body_bytes;
  return {
    id: row.request_id,
    key_id: row.key_id,
    received_at: isoTime(row.received_at),
    method: row.method,
    outcome: row.outcome,
    status: row.status,
    details: row.details,
    explained: explainRequest(row),
    user_id: row.user_id,
    event_id: row.event_id,
    content_type: row.content_type,
    body: row.body === null ? null : textOf(row.body, cut),
    body_bytes: row.body_bytes,
    body_cut: cut,
    calls: row.calls,
    replay_of: row.replay_of,
  };
}

/** A letter that the cut went through is left out. */
function textOf(body: Buffer, cut: boolean): string {
  return new TextDecoder().decode(body, { stream: cut });
}
