import { describe, expect, it } from 'vitest';
import { WriterLoad } from './writer-load.ts';

/** Batches of so many records, each taking `busyMs` and followed by `idleMs`, for two seconds. */
function loadAfter(records: number, busyMs: number, idleMs: number): { load: WriterLoad; endMs: number } {
  const load = new WriterLoad();
  let atMs = 0;
  while (atMs < 2_000) {
    load.worked(records, atMs, atMs + busyMs);
    atMs += busyMs + idleMs;
  }
  return { load, endMs: atMs };
}

describe('the load of the writer', () => {
  it('is near 1 where one batch of many callers follows the other', () => {
    const { load, endMs } = loadAfter(64, 4, 0);
    expect(load.at(endMs)).toBeGreaterThan(0.95);
  });

  it('is the share of time that such batches took', () => {
    const { load, endMs } = loadAfter(64, 4, 12);
    expect(load.at(endMs)).toBeCloseTo(0.25, 1);
  });

  it('is nothing where a few callers wait for the disk', () => {
    const { load, endMs } = loadAfter(3, 4, 0);
    expect(load.at(endMs)).toBe(0);
  });

  it('is forgotten within seconds', () => {
    const { load, endMs } = loadAfter(64, 4, 0);
    expect(load.at(endMs + 3_000)).toBeLessThan(0.01);
  });
});
