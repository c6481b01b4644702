import fc from 'fast-check';
import { expect, it } from 'vitest';
import { uuidFloor } from '../domain/uuid.ts';
import { OpenClicks } from './open-clicks.ts';

const t0 = 1_795_000_000_000;
const idAt = (ms: number): string => uuidFloor(t0 + ms);

it('the latest open click of a time is the one that a look at all of them finds', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(60)),
      fc.array(fc.record({ fromMs: fc.nat(60), lengthMs: fc.nat(40), takes: fc.boolean() })),
      (times, questions) => {
        const open = new OpenClicks(times.map(idAt));
        const left = new Set(times);
        for (const { fromMs, lengthMs, takes } of questions) {
          const span = { fromMs: t0 + fromMs, untilMs: t0 + fromMs + lengthMs };
          const within = [...left].filter((ms) => ms >= fromMs && ms < fromMs + lengthMs).toSorted((a, b) => b - a);
          const [latest] = within;
          expect(open.latest(span)).toEqual(
            latest === undefined ? null : { clickId: idAt(latest), candidates: within.length },
          );
          if (!takes || latest === undefined) continue;
          open.take(idAt(latest));
          left.delete(latest);
        }
      },
    ),
  );
});
