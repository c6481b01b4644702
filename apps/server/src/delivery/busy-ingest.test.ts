import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { Pacing } from './index.ts';
import { openWorld } from './testing/delivery-world.ts';

const database = useDatabase();
const minuteMs = 60_000;

/** Thirty conversions in batches of ten beside an ingest that stays busy, by a clock of the pacing that stands still. */
async function openBusyWorld(deadlineInMs: number) {
  const world = await openWorld(database.pool, { platform: { batchSizeMax: 10, fillsBatches: false, verdicts: null } });
  const destinationId = await world.outbox.addDestination();
  const rows = Array.from({ length: 30 }, (_, index) => ({ destinationId, idValue: `${index + 1}`, deadlineInMs }));
  await world.outbox.add(...rows);
  const pacing = new Pacing({ ingestLoad: () => 1, rowsPerSecond: 1_000, now: () => 0, later: () => {} });
  return { world, pacing, delivery: world.delivery({ pacing }) };
}

describe('a backlog beside a busy ingest', () => {
  it('waits for its turn after a batch, and is told all the same', async () => {
    const { world, pacing, delivery } = await openBusyWorld(20 * 24 * 60 * minuteMs);
    const ticking = delivery.tick();
    await expect.poll(() => pacing.waiting).toBe(1);
    expect(await world.outbox.states()).toEqual({ accepted: 10, pending: 20 });
    pacing.open();
    expect(await ticking).toMatchObject({ sent: 3, rows: 30 });
    expect(await world.outbox.states()).toEqual({ accepted: 30 });
  });

  it('does not wait where a deadline is near', async () => {
    const { world, delivery } = await openBusyWorld(30 * minuteMs);
    expect(await delivery.tick()).toMatchObject({ sent: 3 });
    expect(await world.outbox.states()).toEqual({ accepted: 30 });
  });

  it('waits no longer once the delivery is told to stop', async () => {
    const { world, pacing, delivery } = await openBusyWorld(20 * 24 * 60 * minuteMs);
    const ticking = delivery.tick();
    await expect.poll(() => pacing.waiting).toBe(1);
    await delivery.stop();
    expect(await ticking).toMatchObject({ sent: 1 });
    expect(await world.outbox.states()).toEqual({ accepted: 10, pending: 20 });
  });
});
