import { describe, expect, it } from 'vitest';
import { Pacing } from './pacing.ts';

const rowsPerSecond = 2_000;

/** A delivery by a clock that stands still until it is moved, beside an ingest that is as busy as the test says. */
class PacedWorld {
  readonly pacing: Pacing;
  /** Rows told, by owner. */
  readonly told = new Map<string, number>();
  nowMs = 0;
  load = 1;
  readonly #alarms: Array<{ readonly atMs: number; readonly work: () => void }> = [];

  constructor(limit = rowsPerSecond) {
    this.pacing = new Pacing({
      ingestLoad: () => this.load,
      rowsPerSecond: limit,
      now: () => this.nowMs,
      later: (work, ms) => this.#alarms.push({ atMs: this.nowMs + ms, work }),
    });
  }

  /** One that tells batches, each taking `tookMs`, until the time is over. */
  async tell(owner: string, batch: number, untilMs: number, { tookMs = 0, urgent = false, rowsMax = batch } = {}) {
    while (this.nowMs < untilMs) {
      await this.pacing.run({
        owner,
        rowsMax,
        urgent,
        task: async () => {
          await this.#sleep(tookMs);
          this.told.set(owner, this.rowsOf(owner) + batch);
          return batch;
        },
        rowsOf: (rows) => rows,
      });
      // Without a limit it would go on within this millisecond for ever.
      if (tookMs === 0 && this.pacing.waiting === 0) await this.#sleep(1);
    }
  }

  rowsOf(owner: string): number {
    return this.told.get(owner) ?? 0;
  }

  /** Moves the clock from alarm to alarm. */
  async runUntil(untilMs: number): Promise<void> {
    await settled();
    while (this.nowMs < untilMs) {
      const next = Math.min(untilMs, ...this.#alarms.map(({ atMs }) => atMs));
      this.nowMs = Math.max(this.nowMs, next);
      for (const alarm of this.#alarms.filter(({ atMs }) => atMs <= this.nowMs)) {
        this.#alarms.splice(this.#alarms.indexOf(alarm), 1);
        alarm.work();
      }
      await settled();
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#alarms.push({ atMs: this.nowMs + ms, work: resolve }));
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('the delivery beside an idle ingest', () => {
  it('is held back by nothing', async () => {
    const world = new PacedWorld();
    world.load = 0.2;
    void world.tell('a', 1_000, 1_000, { tookMs: 10 });
    await world.runUntil(1_000);
    expect(world.rowsOf('a')).toBe(100_000);
  });

  it('goes on at once when it was held back and ingest has calmed down', async () => {
    const world = new PacedWorld();
    void world.tell('a', 1_000, 20_000, { tookMs: 10 });
    await world.runUntil(10_000);
    const before = world.rowsOf('a');
    world.load = 0;
    await world.runUntil(11_000);
    expect(world.rowsOf('a') - before).toBeGreaterThan(80_000);
    expect(world.pacing.waiting).toBe(0);
  });

  it('keeps its rate until the load is well below the one that began it', async () => {
    const world = new PacedWorld();
    expect(world.pacing.limits).toBe(true);
    world.load = 0.3;
    expect(world.pacing.limits).toBe(true);
    world.load = 0.2;
    expect(world.pacing.limits).toBe(false);
    world.load = 0.3;
    expect(world.pacing.limits).toBe(false);
  });
});

describe('the delivery beside a busy ingest', () => {
  it.each([
    [1_000, 60],
    [1_000, 450],
    [100, 5],
  ])('keeps to its rate with batches of %i that take %i ms, and does not fall behind it', async (batch, tookMs) => {
    const world = new PacedWorld();
    void world.tell('a', batch, 60_000, { tookMs });
    await world.runUntil(60_000);
    const perSecond = world.rowsOf('a') / 60;
    expect(perSecond).toBeLessThanOrEqual(rowsPerSecond * 1.03);
    // A call costs something besides its rows.
    expect(perSecond).toBeGreaterThan(rowsPerSecond * (batch / (batch + 10)) * 0.97);
  });

  it('shares the rate in turns, so that nobody starves', async () => {
    const world = new PacedWorld();
    for (let lane = 0; lane < 5; lane += 1) void world.tell('large', 1_000, 60_000, { tookMs: 50 });
    void world.tell('small', 1, 60_000, { tookMs: 5 });
    void world.tell('other', 1_000, 60_000, { tookMs: 50 });
    await world.runUntil(60_000);
    expect(world.rowsOf('large')).toBeGreaterThan(50_000);
    expect(world.rowsOf('other') / world.rowsOf('large')).toBeCloseTo(1, 1);
    expect(world.rowsOf('small')).toBeGreaterThan(50);
  });

  it('gives back what a step turned out not to need', async () => {
    const world = new PacedWorld();
    // Half of the looks find nothing, as the steps of a chain do.
    void world.tell('a', 0, 30_000, { tookMs: 1, rowsMax: 1_000 });
    void world.tell('a', 1_000, 30_000, { tookMs: 60 });
    await world.runUntil(30_000);
    expect(world.rowsOf('a') / 30).toBeGreaterThan(rowsPerSecond * 0.95);
  });

  it('lets what is near its deadline go at once', async () => {
    const world = new PacedWorld();
    void world.tell('a', 1_000, 10_000, { tookMs: 50 });
    await world.runUntil(1_000);
    expect(world.pacing.waiting).toBe(1);
    void world.tell('late', 1_000, 2_000, { tookMs: 10, urgent: true });
    await world.runUntil(2_000);
    expect(world.rowsOf('late')).toBe(100_000);
    await world.runUntil(10_000);
    expect(world.rowsOf('a') / 10).toBeGreaterThan(rowsPerSecond * 0.95);
  });

  it('is held back by nothing where the operator sets no rate', async () => {
    const world = new PacedWorld(0);
    void world.tell('a', 1_000, 1_000, { tookMs: 10 });
    await world.runUntil(1_000);
    expect(world.rowsOf('a')).toBe(100_000);
  });

  it('goes on after a step that failed', async () => {
    const world = new PacedWorld();
    const fails = world.pacing.run({
      owner: 'a',
      rowsMax: 1_000,
      urgent: false,
      task: () => Promise.reject(new Error('lost')),
      rowsOf: () => 0,
    });
    await expect(fails).rejects.toThrow('lost');
    void world.tell('a', 1_000, 10_000, { tookMs: 50 });
    await world.runUntil(10_000);
    expect(world.rowsOf('a')).toBeGreaterThan(15_000);
  });
});

it('lets everybody go who waits when the delivery stops', async () => {
  const world = new PacedWorld();
  void world.tell('a', 100_000, 1_000);
  void world.tell('b', 1, 1_000);
  await world.runUntil(10);
  expect(world.pacing.waiting).toBeGreaterThan(0);
  world.pacing.open();
  expect(world.pacing.waiting).toBe(0);
});
