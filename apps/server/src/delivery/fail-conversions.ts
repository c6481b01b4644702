import type { ClientBase } from 'pg';
import { plainArray, textArray } from '../database/array-literal.ts';
import { execute, statement } from '../database/statement.ts';
import type { ConversionReason } from '../destinations/reasons.ts';

export interface FailedConversion {
  readonly conversionId: string;
  readonly reason: ConversionReason;
  /** What the platform said of it; null: it was not asked. */
  readonly response: string | null;
}

const fail = statement(
  'fail_conversions',
  `update conversions c set state = 'failed', reason = f.reason, response = coalesce(f.response, c.response), due_at = null
   from unnest($2::uuid[], $3::text[], $4::text[]) as f (conversion_id, reason, response)
   where c.project_id = $1 and c.conversion_id = f.conversion_id and c.state = 'pending'`,
);

/** Ends single rows, each with a reason of its own. The caller has locked them or holds their batch. */
export async function failConversions(
  client: ClientBase,
  projectId: string,
  failed: readonly FailedConversion[],
): Promise<void> {
  if (failed.length === 0) return;
  await execute(client, fail, [
    projectId,
    plainArray(failed.map(({ conversionId }) => conversionId)),
    textArray(failed.map(({ reason }) => reason)),
    textArray(failed.map(({ response }) => response)),
  ]);
}
