import type { ClientBase } from 'pg';
import { plainArray, textArray } from '../database/array-values.ts';
import { execute, statement } from '../database/statement.ts';
import type { ConversionReason } from '../destinations/reasons.ts';

export interface EndedRow {
  readonly conversionId: string;
  readonly state: 'failed' | 'skipped';
  readonly reason: ConversionReason;
  /** What the platform said of it; null: it was not asked. */
  readonly response: string | null;
}

/** What is skipped was never told, so it gives its unique key back. */
const end = statement(
  'end_rows',
  `update conversions c set state = e.state, reason = e.reason, response = coalesce(e.response, c.response), due_at = null,
     once_key = case when e.state = 'skipped' then null else c.once_key end
   from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as e (conversion_id, state, reason, response)
   where c.project_id = $1 and c.conversion_id = e.conversion_id and c.state = 'pending'`,
);

/** Ends single rows, each with a reason of its own. The caller has locked them or holds their batch. */
export async function endRows(client: ClientBase, projectId: string, ended: readonly EndedRow[]): Promise<void> {
  if (ended.length === 0) return;
  await execute(client, end, [
    projectId,
    plainArray(ended.map(({ conversionId }) => conversionId)),
    textArray(ended.map(({ state }) => state)),
    textArray(ended.map(({ reason }) => reason)),
    textArray(ended.map(({ response }) => response)),
  ]);
}
