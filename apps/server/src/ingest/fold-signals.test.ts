import { beforeAll, describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { BlockChanged, Signal, Started } from '../domain/signal.ts';
import { startCodeOf } from '../domain/start-code.ts';
import { insertDestination, insertProject, loadProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { useWriter } from '../testing/test-writer.ts';

const database = useDatabase();
const writer = useWriter(database);
const t0 = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;

let project: ProjectConfig;
beforeAll(async () => {
  const id = await insertProject(database.pool);
  await insertDestination(database.pool, id, {
    goals: { start: 'bot_start', leave: 'gone', events: { sale: 'purchase' } },
  });
  project = await loadProject(database.pool, id);
});

const started = (userId: string, seconds: number, startValue = ''): Started => ({
  kind: 'started',
  userId,
  atMs: t0 + seconds * 1000,
  startValue,
  profile: { firstName: 'Вася', username: 'vasya' },
});
const stopped = (userId: string, seconds: number): Signal => ({
  kind: 'stopped',
  userId,
  atMs: t0 + seconds * 1000,
  profile: {},
});
const resumed = (userId: string, seconds: number): BlockChanged => ({
  kind: 'resumed',
  userId,
  atMs: t0 + seconds * 1000,
  profile: {},
});

async function subscriber(userId: string) {
  const found = await database.pool.query('select * from subscribers where project_id = $1 and user_id = $2', [
    project.projectId,
    userId,
  ]);
  const row = found.rows[0];
  const seconds = (at: Date | null): number | null => (at === null ? null : (at.getTime() - t0) / 1000);
  return row === undefined
    ? null
    : {
        status: row.status,
        first: seconds(row.first_join_at),
        last: seconds(row.last_join_at),
        left: seconds(row.left_at),
      };
}

async function rollups() {
  const found = await database.pool.query<Record<string, string>>(
    `select sum(clicks) clicks, sum(starts) starts, sum(first_joins) first_joins, sum(joins) joins, sum(leaves) leaves,
       sum(present) present, sum(goals) goals, sum(events) events, sum(revenue)::float8 revenue, sum(cost)::float8 cost
     from rollups where project_id = $1`,
    [project.projectId],
  );
  return Object.fromEntries(Object.entries(found.rows[0] ?? {}).map(([name, value]) => [name, Number(value)]));
}

async function change(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await rollups();
  await work();
  const after = await rollups();
  return Object.fromEntries(
    Object.entries(after)
      .map(([name, value]) => [name, value - (before[name] ?? 0)] as const)
      .filter(([, difference]) => difference !== 0),
  );
}

describe('a start with the code of a click', () => {
  it('is attributed to the click, with a conversion waiting for the ad system', async () => {
    const clickId = await writer.click(project, { ids: { yclid: '14567890123456789' }, marks: { utm_source: 'ya' } });
    const counted = await change(() => writer.send(project, started('1', 0, startCodeOf(clickId))));
    expect(counted).toEqual({ starts: 1, first_joins: 1, joins: 1, present: 1 });
    const touch = await database.pool.query('select * from touches where project_id = $1 and user_id = $2', [
      project.projectId,
      '1',
    ]);
    expect(touch.rows).toMatchObject([
      { exactness: 'exact', click_id: clickId, ad_system: 'yandex', marks: { utm_source: 'ya' } },
    ]);
    const conversions = await database.pool.query('select * from conversions where project_id = $1 and user_id = $2', [
      project.projectId,
      '1',
    ]);
    expect(conversions.rows).toMatchObject([
      { target: 'bot_start', state: 'pending', id_kind: 'Yclid', identifiers: { id: '14567890123456789' } },
    ]);
  });

  it('is told once per subscriber, however often they start', async () => {
    const clickId = await writer.click(project);
    await writer.send(
      project,
      started('2', 0, startCodeOf(clickId)),
      stopped('2', 5),
      started('2', 10, startCodeOf(clickId)),
    );
    await writer.send(project, started('2', 20, startCodeOf(clickId)));
    const told = await database.pool.query(
      `select 1 from conversions where project_id = $1 and user_id = '2' and target = 'bot_start'`,
      [project.projectId],
    );
    expect(told.rowCount).toBe(1);
  });

  it('in the same batch as its click finds it', async () => {
    const clickId = '01920000-0000-7000-8000-00000000000a';
    const [, outcome] = await Promise.all([
      writer.click(project, { clickId }),
      writer.send(project, started('3', 0, startCodeOf(clickId))),
    ]);
    expect(outcome.kind).toBe('done');
    const touch = await database.pool.query(`select exactness from touches where project_id = $1 and user_id = '3'`, [
      project.projectId,
    ]);
    expect(touch.rows).toEqual([{ exactness: 'exact' }]);
  });
});

describe('block, unblock and start again', () => {
  it.each([
    ['restart first', [started('ID', 20), resumed('ID', 20)]],
    ['unblock first', [resumed('ID', 20), started('ID', 20)]],
  ])('end the same in either order (%s)', async (name, last) => {
    const id = `order ${name}`;
    const counted = await change(async () => {
      await writer.send(project, started(id, 0));
      await writer.send(project, stopped(id, 10));
      for (const signal of last) await writer.send(project, { ...signal, userId: id });
    });
    expect(await subscriber(id)).toEqual({ status: 'member', first: 0, last: 20, left: null });
    expect(counted).toEqual({ starts: 2, first_joins: 1, joins: 2, leaves: 1, present: 1 });
  });
});

describe('facts that arrive late', () => {
  it('end where the ordered list ends', async () => {
    const counted = await change(async () => {
      await writer.send(project, started('late', 0));
      await writer.send(project, started('late', 30));
      await writer.send(project, stopped('late', 20));
    });
    expect(await subscriber('late')).toEqual({ status: 'member', first: 0, last: 30, left: null });
    expect(counted).toEqual({ starts: 2, first_joins: 1, joins: 2, leaves: 1, present: 1 });
  });

  it('an earlier start becomes the first touch, the last touch stays', async () => {
    const first = await writer.click(project, { ids: { yclid: 'first' } });
    const last = await writer.click(project, { ids: { yclid: 'last' } });
    await writer.send(project, started('touch', 30, startCodeOf(last)));
    await writer.send(project, started('touch', 10, startCodeOf(first)));
    const row = await database.pool.query(
      `select f.click_id as first, l.click_id as last from subscribers s
       join touches f on f.project_id = s.project_id and f.touch_id = s.first_touch_id
       join touches l on l.project_id = s.project_id and l.touch_id = s.last_touch_id
       where s.project_id = $1 and s.user_id = 'touch'`,
      [project.projectId],
    );
    expect(row.rows).toEqual([{ first, last }]);
  });
});

describe('somebody never seen', () => {
  it('who stops is created and counted as a leave, missing from nobody present', async () => {
    const counted = await change(() => writer.send(project, stopped('gone', 5)));
    expect(await subscriber('gone')).toEqual({ status: 'left', first: null, last: null, left: 5 });
    expect(counted).toEqual({ leaves: 1 });
  });

  it('gets an event stored, but no goal', async () => {
    const goal: Signal = { kind: 'goal', userId: 'nobody', atMs: t0, target: 'lead' };
    expect(await writer.send(project, goal)).toEqual({
      kind: 'done',
      signals: [{ kind: 'no_such_user', userId: 'nobody' }],
    });
    expect(await subscriber('nobody')).toBeNull();
    const event = {
      kind: 'event',
      userId: 'nobody',
      atMs: t0,
      type: 'sale',
      result: 'success',
      amount: '1500.5',
      labels: null,
      target: null,
    } as const;
    expect(await change(() => writer.send(project, event))).toEqual({ events: 1, revenue: 1500.5 });
    expect(await subscriber('nobody')).toEqual({ status: 'none', first: null, last: null, left: null });
  });

  it('a goal before the start in the same batch finds nobody, after it somebody', async () => {
    const goal: Signal = { kind: 'goal', userId: 'fresh', atMs: t0, target: 'lead' };
    const [before, , after] = await Promise.all([
      writer.send(project, goal),
      writer.send(project, started('fresh', 0)),
      writer.send(project, goal),
    ]);
    expect(before).toMatchObject({ signals: [{ kind: 'no_such_user' }] });
    expect(after).toMatchObject({ signals: [{ kind: 'stored', unsent: 'organic' }] });
  });
});

describe('a start that a constructor tells twice', () => {
  const told = (userId: string, second: number, startValue = ''): Signal => ({
    ...started(userId, second, startValue),
    folds: true,
  });

  it.each(['at once', 'one after the other'])('within a minute is one, and the value wins (%s)', async (when) => {
    const clickId = await writer.click(project, { ids: { yclid: `twice ${when}` } });
    const id = `twice ${when}`;
    const counted = await change(async () => {
      const first = writer.send(project, told(id, 0));
      if (when === 'one after the other') await first;
      expect(await writer.send(project, told(id, 40, startCodeOf(clickId)))).toEqual({ kind: 'repeated' });
      await first;
    });
    expect(counted).toEqual({ starts: 1, first_joins: 1, joins: 1, present: 1 });
    const row = await database.pool.query(
      `select s.first_touch_id, s.last_touch_id, e.touch_id, e.start_value, t.click_id, r.starts::int from subscribers s
       join events e on e.project_id = s.project_id and e.user_id = s.user_id
       join touches t on t.project_id = e.project_id and t.touch_id = e.touch_id
       join rollups r on r.project_id = e.project_id and r.source_id = e.source_id and r.bucket <= e.happened_at and r.bucket > e.happened_at - interval '15 min'
       where s.project_id = $1 and s.user_id = $2`,
      [project.projectId, id],
    );
    const [only] = row.rows;
    expect(row.rowCount).toBe(1);
    expect(only).toMatchObject({ click_id: clickId, start_value: startCodeOf(clickId), starts: expect.any(Number) });
    expect([only.first_touch_id, only.last_touch_id]).toEqual([only.touch_id, only.touch_id]);
    const conversions = await database.pool.query(
      `select state from conversions where project_id = $1 and user_id = $2`,
      [project.projectId, id],
    );
    expect(conversions.rows).toEqual([{ state: 'pending' }]);
  });

  it('with another value, or later, is another start', async () => {
    const counted = await change(async () => {
      await writer.send(project, told('other', 0, 'promo-a'));
      await writer.send(project, told('other', 10, 'promo-b'));
      await writer.send(project, told('other', 100, 'promo-b'));
    });
    expect(counted).toMatchObject({ starts: 3, first_joins: 1 });
  });

  it('after a block in between is another start', async () => {
    await writer.send(project, told('blocked', 0));
    await writer.send(project, stopped('blocked', 5));
    await writer.send(project, told('blocked', 10));
    expect(await subscriber('blocked')).toMatchObject({ status: 'member', last: 10 });
  });
});

it('a refund is negative revenue, no cost', async () => {
  const refund = {
    kind: 'event',
    userId: 'refunded',
    atMs: t0,
    type: 'toolsy_refund_created',
    result: 'success',
    amount: '-100',
    labels: null,
    target: null,
    refund: true,
  } as const;
  expect(await change(() => writer.send(project, refund))).toEqual({ events: 1, revenue: -100 });
  const stored = await database.pool.query(`select kind from events where project_id = $1 and user_id = 'refunded'`, [
    project.projectId,
  ]);
  expect(stored.rows).toEqual([{ kind: 'refund' }]);
});

it('a start told again after a block that came later is still the same start', async () => {
  const told = (second: number): Signal => ({ ...started('again', second), folds: true });
  const counted = await change(async () => {
    await writer.send(project, told(0));
    await writer.send(project, stopped('again', 5));
    await writer.send(project, told(1));
  });
  expect(counted).toEqual({ starts: 1, first_joins: 1, joins: 1, leaves: 1 });
});
