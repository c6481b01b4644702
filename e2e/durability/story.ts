import { blockCall, eventCall, goalCall, goalTargets, startCall } from './calls.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import type { Sender } from './sender.ts';

/** What happens is dated within this time after `sinceSeconds`, in any order: late facts are as usual as others. */
const storySeconds = 3_000;

export interface StoryOptions {
  readonly sender: Sender;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly sinceSeconds: number;
}

/** One person's way: a click, a start with its code, then blocks, further starts, events and goals in any order. */
export async function tellStory({ sender, ledger, random, sinceSeconds }: StoryOptions): Promise<void> {
  const userId = 1_000_000 + ledger.nextNumber();
  const seconds = new Set<number>();
  const secondOfItsOwn = (): number => {
    const second = sinceSeconds + random.whole(0, storySeconds);
    if (seconds.has(second)) return secondOfItsOwn();
    seconds.add(second);
    return second;
  };
  const code = await sender.click(`yclid=${userId}&utm_campaign=c${userId % 5}`);
  const started = await sender.send(startCall(ledger.nextNumber(), userId, secondOfItsOwn(), code));
  const user = started ? 'known' : 'maybe unknown';
  const update = (kind: 'start' | 'stop' | 'resume') => () => {
    const [updateId, date] = [ledger.nextNumber(), secondOfItsOwn()];
    const call = kind === 'start' ? startCall(updateId, userId, date, null) : blockCall(updateId, userId, date, kind);
    return sender.send(call);
  };
  const event = (identity: 'none' | 'date' | 'idempotency_key', more: Readonly<Record<string, unknown>>) => () =>
    sender.send(eventCall(userId, `step ${ledger.nextNumber()}`, identity, more));
  const [namedByGoal, namedByEvent, namedByDated] = goalTargets;
  const labels = [
    { name: 'course', value: `course ${userId % 5}` },
    { name: 'city', value: `city ${userId % 3}` },
  ];
  const deeds = [
    update('start'),
    update('stop'),
    update('stop'),
    update('resume'),
    event('none', { amount: '9.99', labels }),
    event('idempotency_key', { amount: '-0.5', conversion_target: namedByEvent }),
    event('date', {
      ...{ date: secondOfItsOwn(), amount: '1990.000001', conversion_target: namedByDated },
      labels: labels.slice(0, 1),
    }),
    () => sender.send(goalCall(userId, namedByGoal), user),
  ];
  const chosen = random.shuffled(deeds).slice(0, random.whole(1, 5));
  // What happens at once arrives at once, at whichever server.
  if (random.chance(0.3)) await Promise.all(chosen.map((deed) => deed()));
  else for (const deed of chosen) await deed();
}
