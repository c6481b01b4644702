import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { Signal } from '../domain/signal.ts';
import { startCodeOf } from '../domain/start-code.ts';
import { insertDestination, insertProject, loadProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { openWriter, requestOf, type TestWriter, useWriter } from '../testing/test-writer.ts';
import { StorageAway } from './storage-errors.ts';

/** Two writers on one database are what two processes are. */
const database = useDatabase();
const first = useWriter(database);
let second: TestWriter;
let project: ProjectConfig;

beforeAll(async () => {
  second = openWriter(database.url);
  const id = await insertProject(database.pool);
  await insertDestination(database.pool, id, { goals: { start: 'bot_start' } });
  project = await loadProject(database.pool, id);
});
afterAll(() => second.close());

const started = (userId: string, startValue: string): Signal => ({
  kind: 'started',
  userId,
  atMs: Date.now(),
  startValue,
  profile: {},
});

describe('what may be told once per subscriber', () => {
  it('is told once, however many processes store its starts at once', async () => {
    const clickId = await first.click(project);
    const people = Array.from({ length: 10 }, (_, index) => `once ${index}`);
    const calls = people.flatMap((person) =>
      Array.from({ length: 6 }, (_, n) =>
        (n % 2 === 0 ? first : second).send(project, started(person, startCodeOf(clickId))),
      ),
    );
    await Promise.all(calls);
    const told = await database.pool.query<{ user_id: string; n: number }>(
      `select user_id, count(*)::int as n from conversions where project_id = $1 and user_id like 'once %' group by 1 order by 1`,
      [project.projectId],
    );
    expect(told.rows).toEqual(people.map((person) => ({ user_id: person, n: 1 })));
  });
});

describe('a writer that is behind', () => {
  it('takes a bounded number of calls and refuses the rest at once, then stores all that it took', async () => {
    // Its clock stands still: what waits is never overdue, however long the machine takes.
    const nowMs = Date.now();
    const behind = openWriter(database.url, () => nowMs);
    // Nothing is stored while this lock is held: every batch waits for it.
    const lock = await database.pool.connect();
    await lock.query('begin');
    await lock.query('lock table requests in access exclusive mode');
    const record = () => ({
      ...requestOf(project, Date.now(), { kind: 'signals', signals: [], dedupe: null }),
      body: Buffer.alloc(1024 * 1024),
    });
    const calls = Array.from({ length: 100 }, () =>
      behind.writer.storeRequest(record()).then(
        () => 'stored',
        (error: unknown) => error,
      ),
    );
    const refused = await Promise.race([calls[99], calls[0]]);
    expect(refused).toBeInstanceOf(StorageAway);
    await lock.query('rollback');
    lock.release();
    const ends = await Promise.all(calls);
    const stored = ends.filter((end) => end === 'stored').length;
    expect(stored).toBeGreaterThan(50);
    expect(stored).toBeLessThan(80);
    expect(ends.every((end) => end === 'stored' || end instanceof StorageAway)).toBe(true);
    await behind.close();
  });

  it('refuses a call that has waited for 5 seconds, and no other', async () => {
    const clock = { nowMs: Date.now() };
    const behind = openWriter(database.url, () => clock.nowMs);
    const lock = await database.pool.connect();
    await lock.query('begin');
    await lock.query('lock table requests in access exclusive mode');
    const call = () =>
      behind.writer
        .storeRequest(requestOf(project, clock.nowMs, { kind: 'signals', signals: [], dedupe: null }))
        .then(() => 'stored');
    const first = call();
    clock.nowMs += 1_000;
    const second = call();
    clock.nowMs += 4_001;
    await expect(first).rejects.toThrow(StorageAway);
    await lock.query('rollback');
    lock.release();
    expect(await second).toBe('stored');
    await behind.close();
  });
});
