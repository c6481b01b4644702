import type { ClientBase } from 'pg';
import { execute, statement } from '../database/statement.ts';
import type { CallReason, OwnerReason } from '../destinations/reasons.ts';
import { uuidv7 } from '../domain/uuid.ts';
import type { DestinationKey } from './open-destination.ts';
import type { NoticeKind } from './trouble.ts';

/** Where one stands open already, it is the same trouble: nothing is said again. */
const insertNotice = statement<{ readonly notice_id: string }>(
  'insert_notice',
  `insert into destination_notices (project_id, notice_id, destination_id, kind, reason, waiting, begun_at)
   select $1, $3, $2, $4, $5, (select count(*) from conversions where project_id = $1 and destination_id = $2 and state = 'pending'), $6
   on conflict (project_id, destination_id, kind) where ended_at is null do nothing returning notice_id`,
);

/** Notes that a destination is in trouble, for its owner to be told of. To be called in the transaction that changes its state. */
export async function openNotice(
  client: ClientBase,
  { projectId, destinationId }: DestinationKey,
  {
    kind,
    reason,
    nowMs,
  }: { readonly kind: NoticeKind; readonly reason: OwnerReason | CallReason; readonly nowMs: number },
): Promise<void> {
  await execute(client, insertNotice, [projectId, destinationId, uuidv7(nowMs), kind, reason, new Date(nowMs)]);
}

/** What nobody was told of before it was over is not worth a word: an owner who was quicker, a fault that passed. */
const endNotice = statement(
  'end_notices',
  `update destination_notices set ended_at = $4, told_at = coalesce(told_at, $4)
   where project_id = $1 and destination_id = $2 and kind = any($3::text[]) and ended_at is null`,
);

export async function endNotices(
  client: ClientBase,
  { projectId, destinationId }: DestinationKey,
  kinds: readonly NoticeKind[],
  nowMs: number,
): Promise<void> {
  await execute(client, endNotice, [projectId, destinationId, [...kinds], new Date(nowMs)]);
}
