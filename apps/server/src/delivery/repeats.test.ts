import { startReceiver } from '@otkuda/simulators';
import type pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { type Call, CallFailed } from './index.ts';
import { Crash, type DeliveryWorld, hourMs, openWorld } from './testing/delivery-world.ts';

const database = useDatabase();
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** What owners connect by address, by what a repeat does there. */
async function openReceiver(pool: pg.Pool, kind: 'webhook' | 'tracker' | 'plain') {
  const world = await openWorld(pool);
  const receiver = await startReceiver({ now: () => world.nowMs, webhookSecret: secret });
  onTestFinished(() => receiver.close());
  receiver.addClick('c1');
  const query = 'subid={click_id}&status={status}&payout={value}&currency={currency}';
  const settings = {
    webhook: { url: `${receiver.url}/webhook`, secret },
    tracker: { url: `${receiver.trackerUrl}?${query}&tid={conversion_id}` },
    plain: { url: `${receiver.url}/plain?${query}` },
  }[kind];
  const type = kind === 'webhook' ? 'webhook' : 'postback';
  const destinationId = await world.outbox.addDestination(settings, type);
  const idKind = kind === 'webhook' ? 'webhook' : 'macros';
  await world.outbox.add({ destinationId, idValue: '1', idKind, identifiers: { id: '1', click_id: 'c1' } });
  return { world, receiver, destinationId };
}

/** A process that dies at its first call: before it goes out, when it has arrived and the answer is on its way, or with the answer in hand. */
async function dieAt(world: DeliveryWorld, step: 'before sending' | 'after sending' | 'before storing'): Promise<void> {
  const { call } = world.options();
  const dying: Call = async (request) => {
    if (step !== 'before sending') await call(request);
    throw new Crash();
  };
  await expect(world.delivery({ call: dying, callOwnersAddress: dying }).tick()).rejects.toThrow(Crash);
}

const steps = ['before sending', 'after sending', 'before storing'] as const;

describe.each(steps)('a process that dies %s', (step) => {
  it.each(['webhook', 'tracker'] as const)(
    'costs a %s nothing: it tells repeats, so it is sent again',
    async (kind) => {
      const { world, receiver } = await openReceiver(database.pool, kind);
      await dieAt(world, step);
      await world.run(world.delivery());
      expect(await world.outbox.states()).toEqual({ accepted: 1 });
      expect(receiver.events()).toMatchObject([{ arrivals: step === 'before sending' ? 1 : 2 }]);
    },
  );

  it('makes what tells no repeats get one more at most, which is said', async () => {
    const { world, receiver } = await openReceiver(database.pool, 'plain');
    await dieAt(world, step);
    await world.run(world.delivery());
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'uncertain', reason: 'maybe_twice' }]);
    expect(receiver.events()).toHaveLength(step === 'before sending' ? 1 : 2);
  });

  it('and another that dies at the repeat makes no third', async () => {
    const { world, receiver } = await openReceiver(database.pool, 'plain');
    await dieAt(world, step);
    world.advance(hourMs);
    await dieAt(world, step);
    await world.run(world.delivery());
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'uncertain', reason: 'answer_lost' }]);
    expect(receiver.events()).toHaveLength(step === 'before sending' ? 0 : 2);
  });
});

describe('an answer that is lost', () => {
  it.each(['reset_after_accept', 'reset', 'html'] as const)(
    'by %s is no event lost and none counted twice by what tells repeats',
    async (kind) => {
      for (const of of ['webhook', 'tracker'] as const) {
        const { world, receiver } = await openReceiver(database.pool, of);
        receiver.inject({ kind, times: 3 });
        await world.run(world.delivery());
        expect(await world.outbox.conversions()).toMatchObject([{ state: 'accepted', attempts: 4 }]);
        expect(receiver.events()).toHaveLength(1);
      }
    },
  );

  it('is no reason for more than one repeat where they are counted twice', async () => {
    const { world, receiver } = await openReceiver(database.pool, 'plain');
    receiver.inject({ kind: 'reset_after_accept', times: 5 });
    await world.run(world.delivery());
    expect(await world.outbox.conversions()).toMatchObject([
      { state: 'uncertain', reason: 'answer_lost', attempts: 2 },
    ]);
    expect(receiver.events()).toHaveLength(2);
  });

  it('ends past the deadline as what it is, never as expired', async () => {
    const { world } = await openReceiver(database.pool, 'tracker');
    await dieAt(world, 'after sending');
    world.advance(30 * 24 * hourMs);
    await world.run(world.delivery());
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'uncertain', reason: 'answer_lost' }]);
  });
});

describe('what never left', () => {
  it('is sent as often as it takes, and is certain', async () => {
    const { world, receiver } = await openReceiver(database.pool, 'plain');
    const { call } = world.options();
    let refusals = 5;
    const flaky: Call = async (request) => {
      refusals -= 1;
      if (refusals >= 0) throw new CallFailed(false, 'ECONNREFUSED');
      return call(request);
    };
    await world.run(world.delivery({ callOwnersAddress: flaky }));
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'accepted', attempts: 6 }]);
    expect(receiver.events()).toHaveLength(1);
  });

  it.each([
    [429, 'accepted', null],
    [503, 'accepted', null],
    [400, 'failed', 'refused_by_platform'],
  ] as const)('for a status of %i, ends as %s', async (status, state, reason) => {
    const { world, receiver } = await openReceiver(database.pool, 'plain');
    receiver.inject({ kind: 'status', status, retryAfterSeconds: 60 });
    await world.run(world.delivery());
    expect(await world.outbox.conversions()).toMatchObject([{ state, reason }]);
  });
});

describe('an event without what the address wants', () => {
  it('is skipped with the reason, and nobody is called', async () => {
    const { world, receiver, destinationId } = await openReceiver(database.pool, 'tracker');
    await world.outbox.add({
      destinationId,
      idValue: '2',
      idKind: 'macros',
      identifiers: { id: '2' },
      onceKey: 'start:2',
    });
    await world.run(world.delivery());
    expect((await world.outbox.conversions())[1]).toMatchObject({
      state: 'skipped',
      reason: 'no_identifier',
      once_key: null,
    });
    expect(receiver.requests()).toHaveLength(1);
  });
});

describe('an owner', () => {
  it.each([
    [410, 'address_gone'],
    [401, 'address_denies'],
  ])('is asked where the receiver answers %i', async (status, reason) => {
    const { world, receiver, destinationId } = await openReceiver(database.pool, 'webhook');
    receiver.inject({ kind: 'status', status });
    await world.run(world.delivery());
    expect(await world.outbox.destination(destinationId)).toMatchObject({ state: 'needs_owner', state_reason: reason });
    expect(await world.outbox.states()).toEqual({ pending: 1 });
  });
});
