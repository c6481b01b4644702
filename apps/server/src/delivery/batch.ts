import type { ClientBase } from 'pg';
import { execute, statement } from '../database/statement.ts';

/** Which batch; conversions are found by it too. */
export interface BatchKey {
  readonly projectId: string;
  readonly batchId: string;
}

/** A batch that this process holds. */
export interface HeldBatch extends BatchKey {
  readonly idKind: string;
  /** Times it was taken up, this one included. The next holder counts on, so it tells this one from others. */
  readonly attempts: number;
  /** Times it was sent again when it may have arrived already, where nobody could be asked. */
  readonly resends: number;
  /** Earliest deadline of its rows. */
  readonly giveUpMs: number;
  readonly createdMs: number;
}

/** Past the longest call: a process that is still alive then has stored what came of it. */
const leaseMarginMs = 10_000;

export function leaseUntil(nowMs: number, callMs: number): Date {
  return new Date(nowMs + callMs + leaseMarginMs);
}

const lockHeldBatch = statement<{ readonly batch_id: string }>(
  'lock_held_batch',
  `select batch_id from batches
   where project_id = $1 and batch_id = $2 and attempts = $3 and leased_until is not null and state = 'sending' for update`,
);

/** Locks the batch where it is still ours: a process that was away for longer than its lease must not overwrite its successor's work. */
export async function isStillHeld(client: ClientBase, { projectId, batchId, attempts }: HeldBatch): Promise<boolean> {
  return (await execute(client, lockHeldBatch, [projectId, batchId, attempts])).length === 1;
}

const extendLease = statement<{ readonly batch_id: string }>(
  'extend_lease',
  `update batches set leased_until = $4
   where project_id = $1 and batch_id = $2 and attempts = $3 and leased_until is not null and state = 'sending' returning batch_id`,
);

/** Makes the lease cover one more call; false where the batch was lost. */
export async function keepHolding(
  client: ClientBase,
  { projectId, batchId, attempts }: HeldBatch,
  until: Date,
): Promise<boolean> {
  return (await execute(client, extendLease, [projectId, batchId, attempts, until])).length === 1;
}

const beginSend = statement(
  'begin_send',
  `update batches set leased_until = $3, ambiguous = true, resends = $4 where project_id = $1 and batch_id = $2`,
);

/** From here on it may have arrived (again). The caller has locked it. */
export async function beginSending(
  client: ClientBase,
  { projectId, batchId, resends }: HeldBatch,
  until: Date,
): Promise<void> {
  await execute(client, beginSend, [projectId, batchId, until, resends]);
}

const accept = statement(
  'accept_batch',
  `update batches set state = $3, ambiguous = false, upload_ref = $4, act_at = $5, give_up_at = $6, leased_until = null
   where project_id = $1 and batch_id = $2`,
);

/** The platform has it. From now on it is asked for a verdict, or, without one, done. */
export async function acceptBatch(
  client: ClientBase,
  { projectId, batchId }: BatchKey,
  accepted: {
    readonly state: 'verdict_due' | 'done';
    readonly ref: string | null;
    readonly lookAt: Date;
    readonly giveUpAt: Date;
  },
): Promise<void> {
  const { state, ref, lookAt, giveUpAt } = accepted;
  await execute(client, accept, [projectId, batchId, state, ref, lookAt, giveUpAt]);
}

/** Not beyond its deadline where nothing has arrived: its rows are to end on time. What is ambiguous is asked about even later. */
const postpone = statement(
  'postpone_batch',
  `update batches set ambiguous = $4, act_at = case when $4 then $3 else least($3, give_up_at) end, leased_until = null
   where project_id = $1 and batch_id = $2`,
);

export async function postponeBatch(
  client: ClientBase,
  { projectId, batchId }: BatchKey,
  { atMs, ambiguous }: { readonly atMs: number; readonly ambiguous: boolean },
): Promise<void> {
  await execute(client, postpone, [projectId, batchId, new Date(atMs), ambiguous]);
}

const finish = statement(
  'finish_batch',
  `update batches set state = 'done', ambiguous = false, leased_until = null where project_id = $1 and batch_id = $2`,
);

/** Nothing more is to be done with it. */
export async function finishBatch(client: ClientBase, { projectId, batchId }: BatchKey): Promise<void> {
  await execute(client, finish, [projectId, batchId]);
}
