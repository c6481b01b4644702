import { startReceiver } from '@otkuda/simulators';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { type Call, CallFailed } from './index.ts';
import { dayMs, hourMs, openWorld } from './testing/delivery-world.ts';

const database = useDatabase();

/** Three dead ends a platform can be away by. */
const absences = [
  ['unreachable', new CallFailed(false, 'ECONNREFUSED')],
  ['silent', new CallFailed(true, 'time-out')],
] as const;

describe.each(absences)('a platform that is %s for a day', (_, failure) => {
  it('is told everything once, in order, when it is back', async () => {
    const world = await openWorld(database.pool, { platform: { batchSizeMax: 5, fillsBatches: false } });
    const destinationId = await world.outbox.addDestination();
    const { call } = world.options();
    const backMs = world.nowMs + dayMs;
    let calls = 0;
    const away: Call = async (request) => {
      calls += 1;
      if (world.nowMs < backMs) throw failure;
      return call(request);
    };
    const delivery = world.delivery({ call: away });
    // An event an hour, as a small bot has them.
    for (let hour = 0; hour < 24; hour += 1) {
      await world.outbox.add({ destinationId, idValue: String(1000 + hour), happenedInMs: -1_000 });
      await world.run(delivery, world.nowMs + hourMs - 1);
      world.advanceTo(backMs - dayMs + (hour + 1) * hourMs);
    }
    // It was tried all the time, and never hammered.
    expect(calls).toBeGreaterThan(20);
    expect(calls).toBeLessThan(24 * 8);
    await world.run(delivery);
    const order = world.simulator.accepted('2215573').map(({ id }) => id);
    expect(order).toEqual(Array.from({ length: 24 }, (__, hour) => String(1000 + hour)));
    expect(await world.outbox.states()).toEqual({ confirmed: 24 });
  });
});

it('what is past its deadline when the platform is back has expired, with the reason; the rest goes', async () => {
  const world = await openWorld(database.pool);
  const receiver = await startReceiver({ now: () => world.nowMs });
  onTestFinished(() => receiver.close());
  receiver.addClick('c1');
  const url = `${receiver.trackerUrl}?subid={click_id}&status={status}&tid={conversion_id}`;
  const destinationId = await world.outbox.addDestination({ url }, 'postback');
  const row = (id: string, deadlineInMs: number) =>
    ({
      destinationId,
      idValue: id,
      idKind: 'macros',
      identifiers: { id, click_id: 'c1' },
      deadlineInMs,
      onceKey: `start:${id}`,
    }) as const;
  await world.outbox.add(row('1', 20 * hourMs), row('2', 30 * hourMs), row('3', 23 * hourMs), row('4', 72 * hourMs));
  const offline: Call = () => Promise.reject(new CallFailed(false, 'ECONNREFUSED'));
  await world.run(world.delivery({ callOwnersAddress: offline }), world.nowMs + dayMs - 1);
  world.advance(hourMs);
  await world.run(world.delivery());
  expect(await world.outbox.conversions()).toMatchObject([
    { state: 'expired', reason: 'deadline', once_key: null },
    { state: 'accepted', reason: null },
    { state: 'expired', reason: 'deadline', once_key: null },
    { state: 'accepted', reason: null },
  ]);
  expect(receiver.events().map(({ arrivals }) => arrivals)).toEqual([1, 1]);
});
