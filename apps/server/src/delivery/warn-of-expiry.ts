import { execute, statement } from '../database/statement.ts';
import { openNotice } from './notices.ts';
import type { DeliveryOptions } from './options.ts';
import { inTransaction, withClient } from './transaction.ts';

/** A token that nobody renews by itself takes a person, who may be on holiday. */
const warnDays = 14;

/** Once for each end of access: a notice of the days before it, open or over, has told of it. */
const selectEnding = statement<{ readonly project_id: string; readonly destination_id: string }>(
  'select_ending_access',
  `select d.project_id, d.destination_id from destinations d
   where d.access_ends_at <= $1::timestamptz + make_interval(days => $2) and d.deleted_at is null and not exists (
     select 1 from destination_notices n where n.project_id = d.project_id and n.destination_id = d.destination_id
       and n.kind = 'token_expires' and n.begun_at >= d.access_ends_at - make_interval(days => $2)
   ) limit 50`,
);

/** Notes which destinations lose their access soon, for their owners to be told. */
export async function warnOfExpiry(options: DeliveryOptions): Promise<void> {
  const nowMs = options.now();
  const ending = await withClient(options.pool, (client) => execute(client, selectEnding, [new Date(nowMs), warnDays]));
  for (const { project_id: projectId, destination_id: destinationId } of ending) {
    const notice = { kind: 'token_expires', reason: 'token_expires', nowMs } as const;
    await inTransaction(options.pool, (client) => openNotice(client, { projectId, destinationId }, notice));
  }
}
