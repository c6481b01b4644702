import type { OutgoingConversion } from './outgoing.ts';

/**
 * What `{status}` stands for: what the owner says of this goal, else of the result of the event, else of what happened; else the words
 * that most trackers know.
 */
export function statusOf(
  { target, result, cause, value }: Pick<OutgoingConversion, 'target' | 'result' | 'cause' | 'value'>,
  statuses: Readonly<Record<string, string>> = {},
): string {
  // A refund has a result as well (it succeeded), but it undoes what the result was of.
  const names = cause === 'refund' ? [target, 'refund', 'failure'] : [target, result, cause];
  for (const name of names) {
    if (name !== null && Object.hasOwn(statuses, name)) return statuses[name] ?? '';
  }
  if (cause === 'refund' || cause === 'leave' || result === 'failure') return 'rejected';
  return value !== null && result !== 'in_progress' ? 'sale' : 'lead';
}
