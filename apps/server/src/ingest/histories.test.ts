import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../directory/config-types.ts';
import { foldMembership, type MembershipFact } from '../domain/membership.ts';
import type { Signal } from '../domain/signal.ts';
import { startCodeOf } from '../domain/start-code.ts';
import { insertInviteLink, insertLink, insertProject, loadProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { openWriter, type TestWriter, useWriter } from '../testing/test-writer.ts';

/**
 * Any interleaving, repetition and delay of anybody's facts, over concurrent calls and two writers (as two processes have them), ends
 * where the stored facts ordered by (date, arrival) end, and the rollups are a count of the facts.
 */
const database = useDatabase();
const first = useWriter(database);
let second: TestWriter;
const t0 = Math.floor(Date.now() / 1000) * 1000 - 86_400_000;

beforeAll(() => {
  second = openWriter(database.url);
});
afterAll(() => second.close());

const step = fc.record({
  user: fc.constantFrom('a', 'b', 'c'),
  kind: fc.constantFrom(
    'started',
    'started with a code',
    'told',
    'told with a code',
    'stopped',
    'resumed',
    'goal',
    'event',
    'started by auto_detect',
    'started by nobody known',
  ),
  second: fc.oneof(fc.nat(3_000), fc.nat(100)),
  writer: fc.nat(1),
  waits: fc.boolean(),
});

describe('histories', () => {
  it('end where the ordered list ends, and the rollups count them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const project = await loadProject(database.pool, await insertProject(database.pool));
        const clickId = await first.click(project, { clickedMs: t0 });
        const running: Promise<unknown>[] = [];
        for (const { user, kind, second: at, writer, waits } of steps) {
          const call = (writer === 0 ? first : second).send(project, signalOf(kind, user, t0 + at * 1000, clickId));
          running.push(call);
          if (waits) await call;
        }
        await Promise.all(running);
        await expectStatesToFollow(project);
        await expectRollupsToCount(project);
      }),
      { numRuns: 40 },
    );
  });

  it('of a channel do so as well, and a join is the last hop of its week or what its invite link says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(channelStep, { minLength: 1, maxLength: 25 }), async (steps) => {
        const channel = await openChannel();
        const running: Promise<unknown>[] = [];
        for (const { user, kind, second: at, writer, waits } of steps) {
          const signal = channelSignal(kind, user, t0 + at * 1000, channel.clickIds);
          const call = (writer === 0 ? first : second).send(channel.project, signal);
          running.push(call);
          if (waits) await call;
        }
        await Promise.all(running);
        await expectStatesToFollow(channel.project);
        await expectRollupsToCount(channel.project);
        await expectJoinsToFollow(channel);
      }),
      { numRuns: 40 },
    );
  });
});

const channelStep = fc.record({
  user: fc.constantFrom('a', 'b'),
  kind: fc.constantFrom(
    'hop 0',
    'hop 1',
    'hop',
    'hop unknown',
    'join',
    'join',
    'invited',
    'shared',
    'foreign',
    'left',
    'stopped',
  ),
  second: fc.oneof(fc.nat(10 * 86_400), fc.nat(100)),
  writer: fc.nat(1),
  waits: fc.boolean(),
});

interface Channel {
  readonly project: ProjectConfig;
  /** Two that hops name, and that of an invite link. */
  readonly clickIds: readonly [string, string, string];
  readonly linkId: string;
}

async function openChannel(): Promise<Channel> {
  const projectId = await insertProject(database.pool, { kind: 'channel' });
  const project = await loadProject(database.pool, projectId);
  const linkId = await insertLink(database.pool, projectId, { name: 'shared' });
  const click = () => first.click(project, { clickedMs: t0, ids: {} });
  const clickIds = [await click(), await click(), await click()] as const;
  await insertInviteLink(database.pool, projectId, { url: 'https://t.me/+invited', clickId: clickIds[2] });
  await insertInviteLink(database.pool, projectId, { url: 'https://t.me/+shared', sharedBy: linkId });
  return { project, clickIds, linkId };
}

function channelSignal(kind: string, userId: string, atMs: number, clickIds: Channel['clickIds']): Signal {
  const base = { userId, atMs, profile: {} };
  if (kind.startsWith('hop')) {
    const [, which] = kind.split(' ');
    const startValue =
      which === undefined ? '' : which === 'unknown' ? 'promo' : startCodeOf(clickIds[which === '0' ? 0 : 1]);
    return { ...base, kind: 'started', startValue };
  }
  if (kind === 'stopped') return { ...base, kind };
  if (kind === 'left') return { ...base, kind, chatId: '-1', inviteLink: null };
  const inviteLink = kind === 'join' ? null : { url: `https://t.me/+${kind}`, name: null };
  return { ...base, kind: 'joined', chatId: '-1', inviteLink };
}

interface ArrivalRow {
  user_id: string;
  kind: 'start' | 'join';
  atMs: number;
  arrival: number;
  source_type: string;
  exactness: string;
  click_id: string | null;
  link_id: string | null;
  start_value: string | null;
}

/** What each join is attributed to, anew from the stored facts: a hop counts where it was stored before the join. */
async function expectJoinsToFollow({ project, clickIds, linkId }: Channel): Promise<void> {
  const { rows } = await database.pool.query<ArrivalRow>(
    `select e.user_id, e.kind, (extract(epoch from e.happened_at) * 1000)::float8 as "atMs", e.arrival, t.source_type, t.exactness, t.click_id,
       t.link_id, t.start_value
     from events e join touches t on t.project_id = e.project_id and t.touch_id = e.touch_id
     where e.project_id = $1 and e.kind in ('start', 'join')`,
    [project.projectId],
  );
  const said = ({ source_type, exactness, click_id, link_id }: ArrivalRow) => ({
    source_type,
    exactness,
    click_id,
    link_id,
  });
  for (const join of rows.filter(({ kind }) => kind === 'join')) {
    const hops = rows.filter(
      (row) =>
        row.kind === 'start' &&
        row.user_id === join.user_id &&
        row.arrival < join.arrival &&
        row.atMs <= join.atMs &&
        row.atMs >= join.atMs - 7 * 86_400_000,
    );
    const attributed = hops.filter(({ exactness }) => exactness === 'exact');
    const counted = attributed.length > 0 ? attributed : hops;
    const latestMs = Math.max(...counted.map(({ atMs }) => atMs));
    const byHop = counted
      .filter(({ atMs }) => atMs === latestMs)
      .map((hop) => ({ ...said(hop), source_type: hop.exactness === 'exact' ? 'bot_hop' : hop.source_type }));
    const none = { click_id: null, link_id: null };
    const organic = { ...none, source_type: 'organic', exactness: 'organic' };
    const byLink: Record<string, object[]> = {
      'https://t.me/+invited': [{ ...none, source_type: 'invite_link', exactness: 'exact', click_id: clickIds[2] }],
      'https://t.me/+shared': [{ ...none, source_type: 'invite_link', exactness: 'exact', link_id: linkId }],
      'https://t.me/+foreign': [{ ...none, source_type: 'unknown', exactness: 'unknown' }],
    };
    const possible = byLink[join.start_value ?? ''] ?? (byHop.length > 0 ? byHop : [organic]);
    expect(possible).toContainEqual(said(join));
  }
}

function signalOf(kind: string, userId: string, atMs: number, clickId: string): Signal {
  if (kind === 'goal') return { kind, userId, atMs, target: 'lead' };
  if (kind === 'started by nobody known')
    return { kind: 'anonymous_start', userId: null, atMs, startValue: startCodeOf(clickId) };
  if (kind === 'event')
    return { kind, userId, atMs, type: 'sale', result: 'success', amount: '10.25', labels: null, target: null };
  if (kind === 'stopped' || kind === 'resumed') return { kind, userId, atMs, profile: {} };
  const startValue = kind.endsWith('a code') ? startCodeOf(clickId) : kind.endsWith('auto_detect') ? 'auto_detect' : '';
  return { kind: 'started', userId, atMs, profile: {}, startValue, folds: kind.startsWith('told') };
}

interface FactRow {
  user_id: string;
  kind: MembershipFact['kind'];
  happened_at: Date;
  arrival: number;
  effect: string | null;
  presence: number;
  touch_id: string;
  exactness: string | null;
}

async function expectStatesToFollow(project: ProjectConfig): Promise<void> {
  const { rows: facts } = await database.pool.query<FactRow>(
    `select e.user_id, e.kind, e.happened_at, e.arrival, e.effect, e.presence, e.touch_id, t.exactness
     from events e left join touches t on t.project_id = e.project_id and t.touch_id = e.touch_id
     where e.project_id = $1 and e.arrival is not null`,
    [project.projectId],
  );
  const { rows: people } = await database.pool.query('select * from subscribers where project_id = $1', [
    project.projectId,
  ]);
  for (const person of people) {
    const own = facts
      .filter((fact) => fact.user_id === person.user_id)
      .map((row) => ({ ...row, atMs: row.happened_at.getTime() }));
    const { membership, effects } = foldMembership(own, project.kind);
    expect({
      status: person.status,
      firstJoinMs: person.first_join_at?.getTime() ?? null,
      lastJoinMs: person.last_join_at?.getTime() ?? null,
      leftMs: person.left_at?.getTime() ?? null,
    }).toEqual(membership);
    for (const [row, effect] of effects) {
      expect({ counts: row.effect, presence: row.presence }).toEqual(effect);
    }
    const starts = own
      .filter(({ kind }) => kind === 'start' || kind === 'join')
      .sort((a, b) => a.atMs - b.atMs || a.arrival - b.arrival);
    expect(person.first_touch_id).toBe(starts[0]?.touch_id ?? null);
    const attributed = starts.findLast(({ exactness }) => exactness === 'exact' || exactness === 'probable');
    expect(person.last_touch_id).toBe(attributed?.touch_id ?? null);
  }
}

async function expectRollupsToCount(project: ProjectConfig): Promise<void> {
  const counted = await database.pool.query(
    `select source_id, sum(starts)::int starts, sum(first_joins)::int first_joins, sum(joins)::int joins, sum(leaves)::int leaves,
       sum(present)::int present, sum(goals)::int goals, sum(events)::int events, sum(revenue)::float8 revenue
     from rollups where project_id = $1 group by source_id
     having sum(starts) + sum(leaves) + sum(goals) + sum(events) > 0 or sum(present) <> 0 or sum(joins) <> 0 order by 1`,
    [project.projectId],
  );
  const naive = await database.pool.query(
    `select source_id, count(*) filter (where kind = 'start')::int starts,
       count(*) filter (where effect = 'first_join')::int first_joins,
       count(*) filter (where effect in ('first_join', 'join'))::int joins,
       count(*) filter (where effect = 'leave')::int leaves, sum(presence)::int present,
       count(*) filter (where kind = 'goal')::int goals, count(*) filter (where kind = 'event')::int events,
       coalesce(sum(amount), 0)::float8 revenue
     from events where project_id = $1 group by source_id
     having count(*) filter (where kind in ('start', 'goal', 'event') or effect = 'leave') > 0 or sum(presence) <> 0
       or count(*) filter (where effect in ('first_join', 'join')) <> 0 order by 1`,
    [project.projectId],
  );
  expect(counted.rows).toEqual(naive.rows);
  const orphans = await database.pool.query(
    `select 1 from rollups r where r.project_id = $1
     and not exists (select 1 from sources s where s.project_id = r.project_id and s.source_id = r.source_id)`,
    [project.projectId],
  );
  expect(orphans.rowCount).toBe(0);
}
