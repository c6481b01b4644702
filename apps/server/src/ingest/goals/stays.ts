import { type Batch, type FoldedSignal, keyOf } from '../batch.ts';

/**
 * Whether somebody who joined then had left before `untilMs`, by what is known now: a history that is told late may hold both.
 */
export function leftBefore(batch: Batch, { event }: FoldedSignal, untilMs: number): boolean {
  if (event.userId === null) return false;
  const person = batch.subscribers.get(keyOf(event.projectId, event.userId));
  const leftMs = person?.row.membership.leftMs ?? null;
  return leftMs !== null && leftMs >= event.happenedMs && leftMs < untilMs;
}

/** Notes that somebody left: the goals "stayed" of joins before that will not be told, those of this batch included. */
export function noteLeave(batch: Batch, { request, event }: FoldedSignal): void {
  const { projectId, userId, happenedMs: leftMs, fact } = event;
  if (userId === null || fact?.effect.counts !== 'leave') return;
  if (!request.record.project.destinations.some(({ goals }) => goals.stay !== undefined)) return;
  batch.leaves.push({ projectId, userId, leftMs });
  for (const [index, row] of batch.conversions.entries()) {
    const theirs =
      row.projectId === projectId && row.userId === userId && row.cause === 'stay' && row.state === 'pending';
    if (!theirs || row.happenedMs <= leftMs) continue;
    batch.conversions[index] = {
      ...row,
      state: 'skipped',
      reason: 'left_early',
      onceKey: null,
      dueMs: null,
      deadlineMs: null,
    };
  }
}
