import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { Signal } from '../domain/signal.ts';
import { startCodeOf } from '../domain/start-code.ts';
import { insertProject, loadProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { openWriter, type TestWriter, useWriter } from '../testing/test-writer.ts';

/** Clicks and starts at random over two writers, as two processes have them: no click is ever taken by two starts that `auto_detect` served. */
const database = useDatabase();
const first = useWriter(database);
let second: TestWriter;
const t0 = Math.floor(Date.now() / 1000) * 1000 - 86_400_000;
const windowMs = 15 * 60_000;

beforeAll(() => {
  second = openWriter(database.url);
});
afterAll(() => second.close());

interface Click {
  readonly clickId: string;
  readonly clickedMs: number;
  readonly human: boolean;
}

const clicks = fc.array(fc.record({ second: fc.nat(2_000), human: fc.oneof(fc.constant(true), fc.boolean()) }), {
  minLength: 1,
  maxLength: 8,
});
const starts = fc.array(
  fc.record({
    how: fc.constantFrom('auto_detect', 'auto_detect', 'code'),
    which: fc.nat(7),
    known: fc.boolean(),
    second: fc.integer({ min: -10, max: 2_600 }),
    writer: fc.nat(1),
  }),
  { minLength: 1, maxLength: 16 },
);

async function storeClicks(
  project: ProjectConfig,
  given: readonly { second: number; human: boolean }[],
): Promise<Click[]> {
  return Promise.all(
    given.map(async ({ second: at, human }) => {
      const clickedMs = t0 + at * 1000 + 300;
      const clickId = await first.click(project, { clickedMs, machine: human ? null : 'bot' });
      return { clickId, clickedMs, human };
    }),
  );
}

function signalOf(
  start: { how: string; which: number; known: boolean; second: number },
  n: number,
  all: readonly Click[],
): Signal {
  const atMs = t0 + start.second * 1000;
  const click = all[start.which % all.length];
  const startValue = start.how === 'code' && click !== undefined ? startCodeOf(click.clickId) : 'auto_detect';
  if (!start.known) return { kind: 'anonymous_start', userId: null, atMs, startValue };
  return { kind: 'started', userId: `u${n}`, atMs, startValue, profile: {} };
}

interface TouchRow {
  touched_at: Date;
  exactness: string;
  confidence: number;
  click_id: string | null;
  start_value: string;
}

/** Of all starts, or of one. */
async function touchesOf(project: ProjectConfig, eventId: string | null = null): Promise<TouchRow[]> {
  const found = await database.pool.query<TouchRow>(
    `select t.touched_at, t.exactness, t.confidence, t.click_id, t.start_value from touches t
     join events e on e.project_id = t.project_id and e.touch_id = t.touch_id
     where t.project_id = $1 and ($2::uuid is null or e.event_id = $2)`,
    [project.projectId, eventId],
  );
  return found.rows;
}

const mayBe = (click: Click, startMs: number): boolean =>
  click.human && click.clickedMs >= startMs - windowMs && click.clickedMs < startMs + 1_000;

describe('auto_detect', () => {
  it('chooses, start by start, what the rule says: the latest open click, with a chance of one in the open ones', async () => {
    await fc.assert(
      fc.asyncProperty(clicks, starts, async (given, asked) => {
        const project = await loadProject(database.pool, await insertProject(database.pool));
        const all = await storeClicks(project, given);
        const claimed = new Set<string>();
        for (const [n, start] of asked.entries()) {
          const signal = signalOf(start, n, all);
          const outcome = await (start.writer === 0 ? first : second).send(project, signal);
          const [stored] = outcome.kind === 'done' ? outcome.signals : [];
          const [touch] = stored?.kind === 'stored' ? await touchesOf(project, stored.eventId) : [];
          if (start.how === 'code') {
            expect(touch).toMatchObject({ exactness: 'exact', confidence: 1 });
            claimed.add(touch?.click_id ?? '');
            continue;
          }
          const open = all
            .filter((click) => !claimed.has(click.clickId) && mayBe(click, signal.atMs))
            .toSorted((a, b) => (a.clickId < b.clickId ? 1 : -1));
          const [latest] = open;
          expect(touch?.click_id ?? null).toBe(latest?.clickId ?? null);
          expect(touch?.exactness).toBe(latest === undefined ? 'organic' : 'probable');
          if (latest === undefined) continue;
          expect(touch?.confidence).toBeCloseTo(1 / open.length);
          claimed.add(latest.clickId);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('never gives a click twice, whoever asks at the same moment, and never one that a code had taken', async () => {
    await fc.assert(
      fc.asyncProperty(clicks, starts, async (given, asked) => {
        const project = await loadProject(database.pool, await insertProject(database.pool));
        const all = await storeClicks(project, given);
        const before = asked.filter(({ how, which }) => how === 'code' && which % 2 === 0);
        const meanwhile = asked.filter((start) => !before.includes(start));
        for (const [n, start] of before.entries()) await first.send(project, signalOf(start, 100 + n, all));
        const takenBefore = new Set((await touchesOf(project)).map((touch) => touch.click_id));
        await Promise.all(
          meanwhile.map((start, n) => (start.writer === 0 ? first : second).send(project, signalOf(start, n, all))),
        );
        const touches = await touchesOf(project);
        const detected = touches.filter(({ exactness }) => exactness === 'probable');
        expect(new Set(detected.map((touch) => touch.click_id)).size).toBe(detected.length);
        const claims = await database.pool.query<{ click_id: string }>(
          'select click_id from click_claims where project_id = $1',
          [project.projectId],
        );
        const claimed = new Set(claims.rows.map((row) => row.click_id));
        expect(claimed).toEqual(new Set(touches.flatMap(({ click_id }) => (click_id === null ? [] : [click_id]))));
        for (const touch of detected) {
          const click = all.find(({ clickId }) => clickId === touch.click_id);
          expect(click !== undefined && mayBe(click, touch.touched_at.getTime())).toBe(true);
          expect(takenBefore.has(touch.click_id)).toBe(false);
          expect(touch.confidence).toBeGreaterThanOrEqual(1 / all.length - 1e-6);
        }
        // Claims only grow: whoever got none found all taken that it may have been.
        for (const touch of touches.filter(({ exactness }) => exactness === 'organic')) {
          const missed = all.filter((click) => mayBe(click, touch.touched_at.getTime()) && !claimed.has(click.clickId));
          expect(missed).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });
});
