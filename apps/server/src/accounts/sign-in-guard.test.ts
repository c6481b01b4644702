import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SignInGuard } from './sign-in-guard.ts';

function guardAt(startMs = 0) {
  const clock = { ms: startMs };
  return { clock, guard: new SignInGuard(() => clock.ms) };
}

describe('guessing a password', () => {
  it('is free five times, then each try waits twice as long, up to a minute', () => {
    const { clock, guard } = guardAt(1_000_000);
    const waits: number[] = [];
    for (let tries = 0; tries < 14; tries += 1) {
      const seconds = guard.waitSeconds('a');
      waits.push(seconds);
      clock.ms += seconds * 1000;
      guard.failed('a');
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('slows nobody else down, and is forgotten with the right password or after a quarter of an hour', () => {
    const { clock, guard } = guardAt();
    for (let tries = 0; tries < 9; tries += 1) guard.failed('a');
    expect([guard.waitSeconds('a'), guard.waitSeconds('b')]).toEqual([16, 0]);
    guard.succeeded('a');
    expect(guard.waitSeconds('a')).toBe(0);
    for (let tries = 0; tries < 20; tries += 1) guard.failed('b');
    clock.ms += 15 * 60_000;
    expect(guard.waitSeconds('b')).toBe(0);
  });

  it('of more places than are remembered forgets the oldest only', () => {
    const { guard } = guardAt();
    fc.assert(
      fc.property(fc.integer({ min: 10_001, max: 10_200 }), (places) => {
        for (let tries = 0; tries < 8; tries += 1) guard.failed('watched');
        for (let place = 0; place < places - 10_000; place += 1) guard.failed(`p${place}`);
        expect(guard.waitSeconds('watched')).toBeGreaterThan(0);
      }),
      { numRuns: 5 },
    );
    for (let place = 0; place < 10_000; place += 1) guard.failed(`q${place}`);
    expect(guard.waitSeconds('watched')).toBe(0);
  });
});
