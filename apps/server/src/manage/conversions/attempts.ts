import { type Static, Type } from 'typebox';
import type { Database } from '../database.ts';
import { isoTime, nullable, Time, Uuid } from '../fields.ts';
import { type Page, type PageRequest, toPage } from '../listing.ts';

export const Attempt = Type.Object(
  {
    id: Uuid,
    purpose: Type.Enum(['send', 'look_up', 'verdict', 'test', 'token', 'goals'], {
      description:
        '`look_up`: whether an earlier call arrived; `verdict`: what the ad system made of it; `token`: a temporary one was fetched',
    }),
    tried_at: Time,
    duration_ms: Type.Integer(),
    request: Type.String({ description: 'secrets are masked' }),
    status: nullable(Type.Integer({ description: 'HTTP status; null: no answer' })),
    answer: nullable(Type.String()),
    class: Type.String({ description: 'what the answer meant' }),
    reason: nullable(Type.String()),
  },
  { title: 'Attempt' },
);

/** A conversion may have gone with several batches, since what was not taken goes with another one. */
export async function listAttempts(
  db: Database,
  { project_id, conversion_id }: { readonly project_id: string; readonly conversion_id: string },
  page: PageRequest,
): Promise<Page<Static<typeof Attempt>>> {
  const [before] = page.after ?? [];
  const rows = await db
    .selectFrom('batch_conversions')
    .innerJoin('attempts', (join) =>
      join
        .onRef('attempts.project_id', '=', 'batch_conversions.project_id')
        .onRef('attempts.batch_id', '=', 'batch_conversions.batch_id'),
    )
    .selectAll('attempts')
    .where('batch_conversions.project_id', '=', project_id)
    .where('batch_conversions.conversion_id', '=', conversion_id)
    .$if(before !== undefined, (select) => select.where('attempt_id', '<', before ?? ''))
    .orderBy('attempt_id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return toPage(
    rows,
    page,
    (row) => [row.attempt_id],
    (row) => ({
      id: row.attempt_id,
      purpose: row.purpose,
      tried_at: isoTime(row.tried_at),
      duration_ms: row.duration_ms,
      request: row.request,
      status: row.status,
      answer: row.answer,
      class: row.class,
      reason: row.reason,
    }),
  );
}
