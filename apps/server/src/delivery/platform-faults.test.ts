import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { CallFailed } from './index.ts';
import { Crash, dayMs } from './testing/delivery-world.ts';
import { type Open, openPlatformWorld } from './testing/platform-world.ts';
import { google, meta, vk } from './testing/tested-platforms.ts';

const database = useDatabase();

/** Short where an answer is withheld, since that costs a test so long; a busy machine may take longer for any other. */
const timeoutMs = ({ kind }: { kind: string }): number => (kind.startsWith('timeout') ? 1_000 : 30_000);

const refusals = [
  ['429 with a wish', { kind: 'status', status: 429, retryAfterSeconds: 77 }],
  ['429 without', { kind: 'status', status: 429 }],
  ['500', { kind: 'status', status: 500 }],
  ['a page of a proxy', { kind: 'html' }],
  ['a slow answer', { kind: 'slow', delayMs: 50 }],
] as const;

const losses = [
  ['a reset before it was read', { kind: 'reset' }],
  ['a time-out before it was read', { kind: 'timeout_before_accept' }],
  ['a reset after it was taken', { kind: 'reset_after_accept' }],
  ['a time-out after it was taken', { kind: 'timeout_after_accept' }],
] as const;

const deduplicating: ReadonlyArray<readonly [string, Open, string]> = [
  ['meta_capi', meta, 'accepted'],
  ['google_ads', google, 'confirmed'],
];

describe.each(deduplicating)('%s, which tells repeats', (_, open, end) => {
  it.each([...refusals, ...losses])('counts everything once after %s', async (__, fault) => {
    const world = await openPlatformWorld(database.pool, open);
    await world.plan(3);
    world.platform.inject(fault);
    await world.run(world.delivery({}, timeoutMs(fault)));
    expect(world.platform.counted().toSorted()).toEqual(['1', '2', '3']);
    expect(await world.outbox.states()).toEqual({ [end]: 3 });
    expect(world.platform.sends()).toBe(fault.kind === 'slow' ? 1 : 2);
  });

  it.each(['before', 'after'] as const)('counts everything once where a process dies %s the call', async (when) => {
    const world = await openPlatformWorld(database.pool, open);
    await world.plan(3);
    await expect(world.dyingDelivery(when).tick()).rejects.toThrow(Crash);
    await world.run(world.delivery());
    expect(world.platform.counted().toSorted()).toEqual(['1', '2', '3']);
    expect(await world.outbox.states()).toEqual({ [end]: 3 });
  });

  it('gets everything once that waited while it was away for more than a day', async () => {
    const world = await openPlatformWorld(database.pool, open);
    await world.plan(3);
    world.platform.inject({ kind: 'status', status: 503, times: 9 });
    const startedMs = world.nowMs;
    await world.run(world.delivery());
    expect(world.nowMs - startedMs).toBeGreaterThan(dayMs);
    expect(world.platform.counted().toSorted()).toEqual(['1', '2', '3']);
    expect(await world.outbox.states()).toEqual({ [end]: 3 });
  });
});

describe.each([
  ['its call for a token', { path: '/token' }],
  ['its call for diagnostics', { path: '/v1/requestStatus' }],
] as const)('google_ads: %s', (_, scope) => {
  it.each([...refusals, ...losses])('ends well after %s', async (__, fault) => {
    const world = await openPlatformWorld(database.pool, google);
    const destinationId = await world.plan(3);
    world.platform.simulator.inject({ ...fault, ...scope });
    await world.run(world.delivery({}, timeoutMs(fault)));
    expect(world.platform.sends()).toBe(1);
    expect(world.platform.counted().toSorted()).toEqual(['1', '2', '3']);
    expect(await world.outbox.states()).toEqual({ confirmed: 3 });
    expect(await world.outbox.destination(destinationId)).toMatchObject({ state: 'active' });
  });
});

describe('vk_ads, which counts repeats twice', () => {
  it.each(refusals)('counts everything once after %s', async (_, fault) => {
    const world = await openPlatformWorld(database.pool, vk);
    await world.plan(2);
    world.platform.inject(fault);
    await world.run(world.delivery({}, timeoutMs(fault)));
    expect(world.platform.counted().toSorted()).toEqual(['1', '2']);
    expect(await world.outbox.states()).toEqual({ accepted: 2 });
  });

  it.each(losses)('gets a row once more at most after %s, and the owner is told of it', async (_, fault) => {
    const world = await openPlatformWorld(database.pool, vk);
    await world.plan(1);
    world.platform.inject(fault);
    await world.run(world.delivery({}, timeoutMs(fault)));
    expect(world.platform.sends()).toBe(2);
    expect(world.platform.counted()).toHaveLength(fault.kind.endsWith('after_accept') ? 2 : 1);
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'uncertain', reason: 'maybe_twice' }]);
  });

  it('is left alone where the second answer is lost as well', async () => {
    const world = await openPlatformWorld(database.pool, vk);
    await world.plan(1);
    world.platform.inject({ kind: 'reset_after_accept', times: 9 });
    await world.run(world.delivery());
    expect(world.platform.sends()).toBe(2);
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'uncertain', reason: 'answer_lost' }]);
  });

  it.each(['before', 'after'] as const)('counts a row twice at most where a process dies %s the call', async (when) => {
    const world = await openPlatformWorld(database.pool, vk);
    await world.plan(1);
    await expect(world.dyingDelivery(when).tick()).rejects.toThrow(Crash);
    await world.run(world.delivery());
    expect(world.platform.counted()).toHaveLength(when === 'before' ? 1 : 2);
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'uncertain', reason: 'maybe_twice' }]);
  });

  it('gets a row once where the first tries never left the machine', async () => {
    const world = await openPlatformWorld(database.pool, vk);
    await world.plan(1);
    const offline = world.delivery({ call: () => Promise.reject(new CallFailed(false, 'ENOTFOUND')) });
    await world.run(offline, world.nowMs + 60_000);
    await world.run(world.delivery());
    expect(world.platform.counted()).toEqual(['1']);
    expect(await world.outbox.states()).toEqual({ accepted: 1 });
  });

  it('is tried for 36 minutes, then the row ends with its reason', async () => {
    const world = await openPlatformWorld(database.pool, vk);
    await world.plan(1);
    world.platform.inject({ kind: 'status', status: 503, times: 99 });
    const startedMs = world.nowMs;
    await world.run(world.delivery());
    expect(world.platform.sends()).toBe(5);
    expect((world.nowMs - startedMs) / 1000).toBe(5 + 30 + 300 + 1_800);
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'failed', reason: 'gave_up' }]);
  });
});
