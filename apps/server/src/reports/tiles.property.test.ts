import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelSpans, quarterMs, rollupSpans } from '../domain/rollup-spans.ts';
import { type Interval, type Tile, tile } from './tiles.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const startMs = Date.parse('2026-03-01T00:00:00Z');
const at = (quarters: number): number => startMs + quarters * quarterMs;

const quarters = fc.integer({ min: 0, max: 20 * 96 });
const spans = fc.constantFrom(rollupSpans, labelSpans);
const interval = fc.tuple(quarters, quarters).map((ends): Interval => {
  const [from = 0, to = 0] = ends.toSorted((a, b) => a - b);
  return { fromMs: at(from), toMs: at(to) };
});
const cuts = fc.uniqueArray(quarters, { maxLength: 3 }).map((of) => of.toSorted((a, b) => a - b).map(at));

/** How often a quarter of an hour is counted for a part of an interval. */
function countOf(tiles: readonly Tile[], atMs: number, label: number, segment: number): number {
  return tiles
    .filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
    .flatMap(({ uses }) => uses)
    .filter((use) => use.label === label && use.segment === segment)
    .reduce((sum, { sign }) => sum + sign, 0);
}

function bucketsOf(tiles: readonly Tile[]): number {
  return tiles.reduce((sum, { fromMs, toMs, spanMs }) => sum + (toMs - fromMs) / spanMs, 0);
}

/** Days of a zone so far from UTC. */
function daysOf(count: number, offsetMs: number): Interval[] {
  return Array.from({ length: count }, (_, day) => ({
    fromMs: startMs + day * dayMs - offsetMs,
    toMs: startMs + (day + 1) * dayMs - offsetMs,
  }));
}

describe('tile', () => {
  it('counts each quarter of an interval once, in its part, and no other', () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 4 }), cuts, spans, (intervals, cutsMs, of) => {
        const tiles = tile(intervals, cutsMs, of);
        for (const [label, { fromMs, toMs }] of intervals.entries()) {
          for (let atMs = at(-16 * 96); atMs < at(36 * 96); atMs += quarterMs) {
            const own = cutsMs.filter((cut) => cut <= atMs).length;
            for (let segment = 0; segment <= cutsMs.length; segment += 1) {
              const wanted = fromMs <= atMs && atMs < toMs && segment === own ? 1 : 0;
              if (countOf(tiles, atMs, label, segment) !== wanted)
                expect.fail(`${new Date(atMs).toISOString()} in ${label} ${segment}`);
            }
          }
        }
      }),
    );
  });

  it('is made of whole buckets of each span', () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 4 }), cuts, spans, (intervals, cutsMs, of) => {
        for (const { fromMs, toMs, spanMs } of tile(intervals, cutsMs, of)) {
          expect([fromMs % spanMs, toMs % spanMs, fromMs < toMs]).toEqual([0, 0, true]);
        }
      }),
    );
  });

  it.each([
    ['of UTC', 0, 180],
    ['of Moscow: its day, and the hours by which it begins earlier', 3, 180 * 4 + 3],
    ['of Kolkata: half an hour is two quarters', 5.5, 180 * 8 + 7],
    ['of Vancouver', -8, 180 * 9 + 8],
  ])('reads few buckets for days %s', (_, hours, buckets) => {
    expect(bucketsOf(tile(daysOf(180, hours * hourMs)))).toBe(buckets);
  });

  it('reads half a year of counts by labels in few long buckets', () => {
    const halfYear = { fromMs: startMs - 3 * hourMs, toMs: startMs + 180 * dayMs - 3 * hourMs };
    const bySpan = Map.groupBy(tile([halfYear], [], labelSpans), ({ spanMs }) => spanMs);
    expect(labelSpans.map(({ ms }) => bucketsOf(bySpan.get(ms) ?? []))).toEqual([24, 6, 11]);
  });

  it('never reads more than twice what hours and quarters alone would be', () => {
    fc.assert(
      fc.property(interval, ({ fromMs, toMs }) => {
        const hours = Math.floor(toMs / hourMs) - Math.ceil(fromMs / hourMs);
        const alone =
          hours < 0
            ? (toMs - fromMs) / quarterMs
            : hours +
              (Math.ceil(fromMs / hourMs) * hourMs - fromMs + toMs - Math.floor(toMs / hourMs) * hourMs) / quarterMs;
        expect(bucketsOf(tile([{ fromMs, toMs }]))).toBeLessThanOrEqual(2 * alone);
      }),
    );
  });
});
