import type { ClientBase } from 'pg';
import { execute, statement } from '../database/statement.ts';
import type { ConversionReason } from '../destinations/reasons.ts';
import type { BatchKey } from './batch.ts';
import { type ConversionRow, conversionColumns } from './claim-conversions.ts';

/** Through batch_conversions, so that the big table needs no index by batch. */
const selectBatchRows = statement<ConversionRow>(
  'select_batch_rows',
  `select ${conversionColumns} from conversions join batch_conversions m using (project_id, conversion_id)
   where project_id = $1 and m.batch_id = $2 and conversions.batch_id = $2 and state = 'pending'`,
);

export function pendingRowsOf(client: ClientBase, { projectId, batchId }: BatchKey): Promise<ConversionRow[]> {
  return execute(client, selectBatchRows, [projectId, batchId]);
}

const countSend = statement(
  'count_send',
  `update conversions c set attempts = c.attempts + 1 from batch_conversions m
   where m.project_id = $1 and m.batch_id = $2 and c.project_id = $1 and c.conversion_id = m.conversion_id
     and c.batch_id = $2 and c.state = 'pending'`,
);

/** One more try, as the owner sees it. */
export async function countTry(client: ClientBase, { projectId, batchId }: BatchKey): Promise<void> {
  await execute(client, countSend, [projectId, batchId]);
}

const accept = statement(
  'accept_conversions',
  `update conversions c set state = 'accepted', accepted_at = $3, response = $4, due_at = null from batch_conversions m
   where m.project_id = $1 and m.batch_id = $2 and c.project_id = $1 and c.conversion_id = m.conversion_id
     and c.batch_id = $2 and c.state = 'pending'`,
);

export async function acceptConversions(
  client: ClientBase,
  { projectId, batchId }: BatchKey,
  at: Date,
  response: string,
): Promise<void> {
  await execute(client, accept, [projectId, batchId, at, response]);
}

const end = statement(
  'end_conversions',
  `update conversions c set state = $3, reason = $4, response = coalesce($5, c.response), due_at = null from batch_conversions m
   where m.project_id = $1 and m.batch_id = $2 and c.project_id = $1 and c.conversion_id = m.conversion_id
     and c.batch_id = $2 and c.state = $6`,
);

/** Ends the rows for good: refused, not matched, or lost track of. `from` is the state they are in. */
export async function endConversions(
  client: ClientBase,
  { projectId, batchId }: BatchKey,
  ending: {
    readonly from: 'pending' | 'accepted';
    readonly state: 'failed' | 'uncertain';
    readonly reason: ConversionReason;
    readonly response: string | null;
  },
): Promise<void> {
  const { from, state, reason, response } = ending;
  await execute(client, end, [projectId, batchId, state, reason, response, from]);
}

/** Back to the outbox, to go with another batch; what is past its deadline has waited long enough and gives its unique key back. */
const release = statement(
  'release_conversions',
  `update conversions c set batch_id = null,
     state = case when c.deadline_at <= $3 then 'expired' else 'pending' end,
     reason = case when c.deadline_at <= $3 then 'deadline' end,
     once_key = case when c.deadline_at <= $3 then null else c.once_key end,
     due_at = case when c.deadline_at <= $3 then null else least(c.due_at, $3) end
   from batch_conversions m
   where m.project_id = $1 and m.batch_id = $2 and c.project_id = $1 and c.conversion_id = m.conversion_id
     and c.batch_id = $2 and c.state = 'pending'`,
);

/** Only for rows of which nothing can have arrived. */
export async function releaseConversions(
  client: ClientBase,
  { projectId, batchId }: BatchKey,
  at: Date,
): Promise<void> {
  await execute(client, release, [projectId, batchId, at]);
}

const confirm = statement(
  'confirm_conversions',
  `update conversions c set state = 'confirmed', confirmed_at = $3, response = $4 from batch_conversions m
   where m.project_id = $1 and m.batch_id = $2 and c.project_id = $1 and c.conversion_id = m.conversion_id
     and c.batch_id = $2 and c.state = 'accepted'`,
);

export async function confirmConversions(
  client: ClientBase,
  { projectId, batchId }: BatchKey,
  at: Date,
  response: string,
): Promise<void> {
  await execute(client, confirm, [projectId, batchId, at, response]);
}

const annotate = statement(
  'annotate_conversions',
  `update conversions c set response = $3 from batch_conversions m
   where m.project_id = $1 and m.batch_id = $2 and c.project_id = $1 and c.conversion_id = m.conversion_id
     and c.batch_id = $2 and c.state = 'accepted'`,
);

/** The platform tells counts only: nobody knows which rows they are about. */
export async function annotateConversions(
  client: ClientBase,
  { projectId, batchId }: BatchKey,
  response: string,
): Promise<void> {
  await execute(client, annotate, [projectId, batchId, response]);
}

const takeBack = statement(
  'take_back_conversions',
  `update conversions c set state = 'pending', accepted_at = null, batch_id = null, due_at = $3, response = $4
   from batch_conversions m
   where m.project_id = $1 and m.batch_id = $2 and c.project_id = $1 and c.conversion_id = m.conversion_id
     and c.batch_id = $2 and c.state = 'accepted'`,
);

/** The platform lost what it had taken: the rows go again, with another batch, and expire where they are too late. */
export async function takeBackConversions(
  client: ClientBase,
  { projectId, batchId }: BatchKey,
  due: Date,
  response: string,
): Promise<void> {
  await execute(client, takeBack, [projectId, batchId, due, response]);
}
