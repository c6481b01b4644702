import type { ClientBase } from 'pg';
import type { Batch } from './batch.ts';

/**
 * Whether a batch whose commit got lost on the way was stored. Its rows are stored all or none, so one of them tells; the backend
 * that was storing them has ended before this is asked.
 */
export async function wasStored(client: ClientBase, batch: Batch): Promise<boolean> {
  const request = batch.requests[0]?.record;
  if (request !== undefined) {
    const found = await client.query('select 1 from requests where project_id = $1 and request_id = $2', [
      request.project.projectId,
      request.requestId,
    ]);
    return found.rowCount === 1;
  }
  const click = batch.clicks[0];
  // Ids learnt of clicks may be stored any number of times.
  if (click === undefined) return false;
  const found = await client.query('select 1 from clicks where project_id = $1 and click_id = $2', [
    click.projectId,
    click.clickId,
  ]);
  return found.rowCount === 1;
}
