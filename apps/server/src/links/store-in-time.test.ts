import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { storedInTime } from './store-in-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What a visitor is told of a click, and after how many milliseconds of the visit. */
async function told(storing: Promise<void>, alreadyMs: number): Promise<{ stored: boolean; afterMs: number }> {
  const begunMs = performance.now();
  vi.advanceTimersByTime(alreadyMs);
  const told = storedInTime(storing, begunMs).then((stored) => ({ stored, afterMs: performance.now() - begunMs }));
  await vi.advanceTimersByTimeAsync(10_000);
  return told;
}

const storedAfter = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it.each([0, 400])(
  'a visitor waits 1.5 s at most for a click that is not stored, of which %s ms are over',
  async (ms) => {
    expect(await told(new Promise(() => {}), ms)).toEqual({ stored: false, afterMs: 1_500 });
  },
);

it('a visitor whose click is stored waits no longer than that takes', async () => {
  expect(await told(storedAfter(700), 0)).toEqual({ stored: true, afterMs: 700 });
});

it('a click that is stored too late is none that the visitor is sent on with', async () => {
  expect(await told(storedAfter(1_600), 0)).toEqual({ stored: false, afterMs: 1_500 });
});
