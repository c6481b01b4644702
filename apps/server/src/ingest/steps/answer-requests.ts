import type { Batch } from '../batch.ts';

/** Each call's method makes its answer of what became of its signals. */
export function answerRequests(batch: Batch): void {
  for (const request of batch.requests) {
    const { task } = request.record;
    if (task.kind !== 'store' || request.answer !== null || request.outcome === null) continue;
    request.answer = task.answer(request.outcome);
  }
}
