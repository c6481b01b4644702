import type { Chance } from './chance.ts';
import { reachGoal, schoolGoals } from './life.ts';
import type { Person } from './people.ts';
import type { Call, Messenger } from './updates.ts';

const price = 4_900;
const detailsOf = {
  lesson_1: { conversion_target: schoolGoals.lesson },
  lesson_2: {},
  webinar: {},
  sale: { amount: String(price) },
} as const;
/** Of those who are seen to do anything; as many as come by the ads meanwhile leave a bot that grows. */
const leavingShare = 0.15;
const returningShare = 0.04;

/** What somebody who is there does next, and whether they are still there afterwards. */
export function nextOf(
  person: Person,
  messenger: Messenger,
  nowMs: number,
  chance: Chance,
): { readonly call: Call; readonly stays: boolean } {
  if (chance.happens(leavingShare)) return { call: messenger.leave(person, nowMs), stays: false };
  const refund = chance.happens(returningShare) ? messenger.refund(person, nowMs, price) : null;
  if (refund !== null) return { call: refund, stays: true };
  const done = chance.pick(['lesson_1', 'lesson_1', 'lesson_2', 'webinar', 'goal', 'sale'] as const);
  if (done === 'goal') return { call: reachGoal(person, schoolGoals.webinar), stays: true };
  const body = { user_id: String(person.id), event_type: done, event_result: 'success', ...detailsOf[done] };
  return { call: { method: 'add_event', body }, stays: true };
}
