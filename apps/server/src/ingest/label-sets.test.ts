import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { Signal } from '../domain/signal.ts';
import { insertProject, loadProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { openWriter, requestOf, useWriter } from '../testing/test-writer.ts';

const database = useDatabase();
const writer = useWriter(database);
const atMs = Math.floor(Date.now() / 1000) * 1000;
let project: ProjectConfig;
beforeEach(async () => {
  project = await loadProject(database.pool, await insertProject(database.pool));
});

type Pairs = readonly (readonly [name: string, value: string])[];
const event = (labels: Pairs, type = 'lesson'): Signal => ({
  ...{ kind: 'event', userId: 'a', atMs, type, result: 'success', amount: null, refund: false, target: null },
  labels: labels.map(([name, value]) => ({ name, value })),
});

/** Numbers of events by the set they are counted by; null: by none. */
async function counted(): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select s.labels, count(*)::integer as events,
       (select sum(events)::integer from label_rollups r where r.project_id = $1 and r.label_set_id = e.label_set_id) as counted
     from events e left join label_sets s on s.project_id = e.project_id and s.label_set_id = e.label_set_id
     where e.project_id = $1 group by s.labels, e.label_set_id order by 1`,
    [project.projectId],
  );
  return rows.map((row) => [row.labels, row.events, row.counted]);
}

describe('labels of events', () => {
  it('are one set in any order; the first of a name counts', async () => {
    await writer.send(
      project,
      event([
        ['city', 'x'],
        ['course', 'y'],
      ]),
      event([
        ['course', 'y'],
        ['city', 'x'],
      ]),
    );
    await writer.send(
      project,
      event([
        ['city', 'x'],
        ['course', 'y'],
        ['city', 'z'],
      ]),
    );
    const labels = [
      { name: 'city', value: 'x' },
      { name: 'course', value: 'y' },
    ];
    expect(await counted()).toEqual([[labels, 3, 3]]);
  });

  it.each(['in one batch', 'one after the other', 'after a restart'])(
    'are counted up to a number of sets, %s',
    async (when) => {
      const options = { labelSetsMax: 2 };
      const limited = openWriter(database.url, Date.now, options);
      const later = openWriter(database.url, Date.now, options);
      for (const round of [0, 1]) {
        const used = round === 1 && when === 'after a restart' ? later : limited;
        const events = ['1', '2', '3', '4'].map((order) => event([['order', order]]));
        if (when === 'in one batch') await used.send(project, ...events);
        else for (const one of events) await used.send(project, one);
      }
      await Promise.all([limited.close(), later.close()]);
      const sets = ['1', '2'].map((value) => [[{ name: 'order', value }], 2, 2]);
      expect(await counted()).toEqual([...sets, [null, 4, null]]);
    },
  );

  it('too long for a set are kept with their event alone', async () => {
    await writer.send(project, event([['story', 'o'.repeat(2_000)]]));
    expect(await counted()).toEqual([[null, 1, null]]);
  });

  it('that were rolled back with another record are stored with their own', async () => {
    const signals = (type: string) =>
      ({ kind: 'signals', signals: [event([['beside', 'x']], type)], dedupe: null }) as const;
    // PostgreSQL refuses NUL in text.
    const stored = await Promise.allSettled(
      ['good', 'a\u0000b', 'better'].map((type) =>
        writer.writer.storeRequest(requestOf(project, Date.now(), signals(type))),
      ),
    );
    expect(stored.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await counted()).toEqual([[[{ name: 'beside', value: 'x' }], 2, 2]]);
  });

  it('that are new to two processes at once are one set', async () => {
    const other = openWriter(database.url);
    const courses = ['a', 'b', 'c', 'd'];
    await Promise.all(
      [writer, other].map((one) => one.send(project, ...courses.map((course) => event([['course', course]])))),
    );
    await other.close();
    expect(await counted()).toEqual(courses.map((value) => [[{ name: 'course', value }], 2, 2]));
  });
});
