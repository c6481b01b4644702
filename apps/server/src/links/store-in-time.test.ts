import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ClickRecord } from '../ingest/records.ts';
import { type StoreClick, storeInTime } from './store-in-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Told {
  readonly stored: boolean;
  readonly afterMs: number;
}

/** All that a visitor is told of a click, and after how many milliseconds of the visit. */
async function told(storeClick: StoreClick, alreadyMs = 0): Promise<Told[]> {
  const heard: Told[] = [];
  const begunMs = performance.now();
  vi.advanceTimersByTime(alreadyMs);
  storeInTime(storeClick, {} as ClickRecord, begunMs, (stored) => {
    heard.push({ stored, afterMs: performance.now() - begunMs });
  });
  await vi.advanceTimersByTimeAsync(10_000);
  return heard;
}

const storedAfter =
  (ms: number, error: Error | null = null): StoreClick =>
  (_click, tell) =>
    void setTimeout(() => tell(error), ms);

it.each([0, 420])('a visitor waits 1.5 s for a click that is not stored, of which %s ms are over', async (ms) => {
  const [only, ...more] = await told(() => {}, ms);
  expect([only?.stored, more]).toEqual([false, []]);
  expect(only?.afterMs).toBeGreaterThanOrEqual(1_500);
  expect(only?.afterMs).toBeLessThanOrEqual(1_550);
});

it('a visitor whose click is stored waits no longer than that takes', async () => {
  expect(await told(storedAfter(700))).toEqual([{ stored: true, afterMs: 700 }]);
});

it('a visitor whose click is refused waits no longer than that takes', async () => {
  expect(await told(storedAfter(300, new Error('away')))).toEqual([{ stored: false, afterMs: 300 }]);
});

it('a click that is stored too late is none that the visitor is sent on with', async () => {
  expect(await told(storedAfter(1_700))).toMatchObject([{ stored: false }]);
});

it('visitors are told apart, whenever they came', async () => {
  const heard: string[] = [];
  const visit = (name: string, storeClick: StoreClick): void =>
    storeInTime(storeClick, {} as ClickRecord, performance.now(), (stored) => heard.push(`${name} ${stored}`));
  visit('first', () => {});
  await vi.advanceTimersByTimeAsync(1_000);
  visit('second', storedAfter(600));
  visit('third', () => {});
  await vi.advanceTimersByTimeAsync(10_000);
  expect(heard).toEqual(['first false', 'second true', 'third false']);
});

it('the clock stands still where nobody waits', async () => {
  await told(storedAfter(10));
  expect(vi.getTimerCount()).toBe(0);
});
