import type { Chance } from './chance.ts';
import type { Person } from './people.ts';
import { dayMs, hourMs, minuteMs } from './rhythm.ts';
import type { Audience } from './sources.ts';
import type { Call, Messenger } from './updates.ts';

export interface Moment extends Call {
  readonly atMs: number;
}

/** What the bot itself tells the ad systems, besides what their destinations make of its events. VK takes letters and digits only. */
export const schoolGoals = { lesson: 'firstLesson', webinar: 'webinar' } as const;

export function reachGoal(person: Person, target: string): Call {
  return { method: 'send_reach_goal', body: { user_id: String(person.id), target } };
}

const tariffs = [
  { name: 'Самостоятельно', price: 4_900 },
  { name: 'С преподавателем', price: 12_900 },
  { name: 'Интенсив', price: 24_900 },
] as const;
const tariffWeights = [62, 31, 7];

/** What somebody does after the start at `startMs`: lessons, the webinar, perhaps a sale, and leaving, from which some come back. */
export function lifeAfterStart(
  person: Person,
  startMs: number,
  audience: Audience,
  messenger: Messenger,
  chance: Chance,
): Moment[] {
  const leavesAtOnce = chance.happens(audience.leavesAtOnce);
  const staysMs = leavesAtOnce ? chance.between(3 * minuteMs, 22 * hourMs) : chance.wait(audience.staysDays) * dayMs;
  const leftMs = startMs + Math.max(staysMs, 2 * minuteMs);
  const moments = lessons(person, startMs, audience, messenger, chance).filter(({ atMs }) => atMs < leftMs);
  moments.push({ atMs: leftMs, ...messenger.leave(person, leftMs) });
  if (!leavesAtOnce && chance.happens(0.14)) {
    const backMs = leftMs + chance.wait(6) * dayMs;
    moments.push({ atMs: backMs, ...messenger.start(person, backMs, '') });
  }
  return moments;
}

function lessons(person: Person, startMs: number, audience: Audience, messenger: Messenger, chance: Chance): Moment[] {
  if (audience.buys === 0) return [];
  const moments: Moment[] = [];
  // Who buys had a reason to come; who never would looks into fewer lessons.
  const eager = Math.min(1, 0.45 + audience.buys * 6);
  let atMs = startMs;
  const add = (type: string, result: string, more: object = {}): void => {
    const event = { user_id: String(person.id), event_type: type, event_result: result, date: Math.floor(atMs / 1000) };
    moments.push({ atMs, method: 'add_event', body: { ...event, ...more } });
  };
  const step = (type: string, passes: number, afterMs: number, reached: object = {}): boolean => {
    atMs += chance.between(0.3, 1.7) * afterMs;
    add(type, 'in_progress');
    if (!chance.happens(passes)) {
      if (chance.happens(0.25)) {
        atMs += chance.between(1, 20) * hourMs;
        add(type, 'failure');
      }
      return false;
    }
    atMs += chance.between(6, 50) * minuteMs;
    add(type, 'success', reached);
    return true;
  };
  if (!step('lesson_1', eager, 9 * minuteMs, { conversion_target: schoolGoals.lesson })) return moments;
  if (!step('lesson_2', 0.72, 20 * hourMs)) return moments;
  if (!step('webinar', 0.55, 50 * hourMs)) return moments;
  moments.push({ atMs, ...reachGoal(person, schoolGoals.webinar) });
  // Of those who got so far; all in all it is the share that the source is known for.
  if (!chance.happens(Math.min(0.9, audience.buys / (eager * 0.72 * 0.55)))) return moments;
  const tariff = tariffs[chance.weighted(tariffWeights)] ?? tariffs[0];
  const labels = [
    { name: 'Тариф', value: tariff.name },
    { name: 'Оплата', value: chance.happens(0.3) ? 'Рассрочка' : 'Карта' },
  ];
  atMs += chance.between(0.2, 30) * hourMs;
  add('sale', 'success', { amount: String(tariff.price), labels });
  if (chance.happens(0.06)) {
    atMs += chance.between(2, 9) * dayMs;
    const refund = messenger.refund(person, atMs, tariff.price);
    if (refund !== null) moments.push({ atMs, ...refund });
  }
  return moments;
}
