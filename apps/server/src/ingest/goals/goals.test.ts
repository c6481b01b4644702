import { describe, expect, it } from 'vitest';
import type { DestinationGoals, ProjectConfig } from '../../directory/config-types.ts';
import type { InviteLink, JoinRequested, MembershipChanged, Signal } from '../../domain/signal.ts';
import { startCodeOf } from '../../domain/start-code.ts';
import {
  insertDestination,
  insertInviteLink,
  insertProject,
  inviteLinkState,
  loadProject,
} from '../../testing/fixture-project.ts';
import { useDatabase } from '../../testing/test-database.ts';
import { useWriter } from '../../testing/test-writer.ts';

const database = useDatabase();
const hourMs = 3_600_000;
const clock = { nowMs: Date.parse('2026-11-22T10:00:00Z') };
const writer = useWriter(database, () => clock.nowMs);

async function project(
  goals: DestinationGoals,
  more: { kind?: 'bot' | 'channel'; type?: string; scope?: 'own' | 'all' } = {},
) {
  const id = await insertProject(database.pool, { kind: more.kind ?? 'bot', chatId: '-100' });
  await insertDestination(database.pool, id, { ...more, goals });
  return loadProject(database.pool, id);
}

const start = (userId: string, atMs: number, startValue = ''): Signal => ({
  kind: 'started',
  userId,
  atMs,
  startValue,
  profile: {},
});
const stop = (userId: string, atMs: number): Signal => ({ kind: 'stopped', userId, atMs, profile: {} });
const member = (kind: 'joined' | 'left', userId: string, atMs: number): MembershipChanged => ({
  kind,
  userId,
  atMs,
  profile: {},
  chatId: '-100',
  inviteLink: null,
});
const sale = (userId: string, amount: string | null, more: object = {}): Signal => ({
  kind: 'event',
  userId,
  atMs: clock.nowMs,
  type: 'sale',
  result: 'success',
  amount,
  labels: null,
  target: null,
  ...more,
});

async function conversions({ projectId }: ProjectConfig) {
  const found = await database.pool.query(
    `select cause, target, state, reason, user_id, click_id, event_id, value, happened_at, once_key from conversions
     where project_id = $1 order by happened_at, user_id, cause`,
    [projectId],
  );
  return found.rows;
}

describe('a press', () => {
  it("is a person's click on a tracking link, told without a user and without an event", async () => {
    const to = await project({ press: 'toTelegram' });
    const clickId = await writer.click(to, { project: to });
    expect(await conversions(to)).toEqual([
      {
        ...{
          cause: 'press',
          target: 'toTelegram',
          state: 'pending',
          reason: null,
          user_id: null,
          event_id: null,
          value: null,
        },
        ...{ click_id: clickId, once_key: `press:${clickId}`, happened_at: new Date(clock.nowMs) },
      },
    ]);
  });

  it.each([
    ['a machine', { machine: 'bot' }],
    ['a page that was only opened', { via: 'landing' }],
    ['the ad of another system', { adSystem: 'vk' }],
  ] as const)('is none of %s', async (_, click) => {
    const to = await project({ press: 'toTelegram' });
    await writer.click(to, { project: to, ...click });
    expect(await conversions(to)).toEqual([]);
  });

  it('of the button of a page counts once, however often it is pressed, with what was learnt of the click', async () => {
    const to = await project({ press: 'toTelegram' });
    const clickId = await writer.click(to, { project: to, via: 'landing', ids: {} });
    await writer.writer.storeClickIds({
      kind: 'click_ids',
      projectId: to.projectId,
      clickId,
      ids: { _ym_uid: '17' },
      learntMs: clock.nowMs,
    });
    const press = { kind: 'press', project: to, clickId, pressedMs: clock.nowMs } as const;
    await Promise.all([writer.writer.storePress(press), writer.writer.storePress(press)]);
    await writer.writer.storePress(press);
    const stored = await database.pool.query('select id_kind, identifiers from conversions where project_id = $1', [
      to.projectId,
    ]);
    expect(stored.rows).toEqual([{ id_kind: 'ClientId', identifiers: { id: '17' } }]);
  });

  it('of a click that is not there is nothing', async () => {
    const to = await project({ press: 'toTelegram' });
    const clickId = '00000000-0000-7000-8000-000000000000';
    await writer.writer.storePress({ kind: 'press', project: to, clickId, pressedMs: clock.nowMs });
    expect(await conversions(to)).toEqual([]);
  });
});

it('the hop through a bot is the goal "open" of a channel, and none of a bot', async () => {
  for (const [kind, causes] of [
    ['channel', ['open', 'start']],
    ['bot', ['start']],
  ] as const) {
    const to = await project({ open: 'userDidOpenTelegram', start: 's' }, { kind });
    await writer.send(to, start('1', clock.nowMs, startCodeOf(await writer.click(to))));
    expect((await conversions(to)).map(({ cause }) => cause)).toEqual(causes);
  }
});

describe('a request to join a channel', () => {
  const url = 'https://t.me/+AbCdEfGhIjKlMnOp';
  const asks = (userId: string, inviteLink: InviteLink | null = { url, name: null }): JoinRequested => ({
    kind: 'join_requested',
    userId,
    atMs: clock.nowMs,
    inviteLink,
  });
  const channel = (more: object = {}) => project({ open: 'opened', join: 'joined' }, { kind: 'channel', ...more });
  const leased = ({ projectId }: ProjectConfig, clickId: string) =>
    insertInviteLink(database.pool, projectId, { url, clickId });

  it('is the goal "open" of the click of its invite link, once, and the join that follows is a join', async () => {
    const to = await channel();
    const clickId = await writer.click(to);
    await leased(to, clickId);
    expect(await writer.read(to, asks('1'))).toEqual({ kind: 'ignored', reason: 'join_request' });
    await writer.read(to, asks('1'));
    expect(await conversions(to)).toEqual([
      {
        ...{ cause: 'open', target: 'opened', state: 'pending', reason: null, user_id: '1', click_id: clickId },
        ...{ event_id: null, value: null, happened_at: new Date(clock.nowMs), once_key: 'open:1' },
      },
    ]);
    // Nobody has subscribed, and the link still waits for whoever it was leased for.
    for (const table of ['subscribers', 'events', 'touches']) {
      const { rows } = await database.pool.query(`select 1 from ${table} where project_id = $1`, [to.projectId]);
      expect([table, rows]).toEqual([table, []]);
    }
    expect(await inviteLinkState(database.pool, to.projectId, url)).toBe('leased');
    await writer.send(to, { ...member('joined', '1', clock.nowMs), inviteLink: { url, name: null } });
    expect(await conversions(to)).toMatchObject([{ cause: 'join', click_id: clickId }, { cause: 'open' }]);
  });

  it('after the hop through the bot is the same opening', async () => {
    const to = await channel();
    const clickId = await writer.click(to);
    await leased(to, clickId);
    await writer.send(to, start('1', clock.nowMs, startCodeOf(clickId)));
    await writer.read(to, asks('1'));
    expect(await conversions(to)).toMatchObject([{ cause: 'open', once_key: 'open:1' }]);
  });

  it('by a link that nobody knows, or by none, is told to those who take everybody', async () => {
    const own = await channel();
    const all = await channel({ type: 'postback', scope: 'all' });
    for (const inviteLink of [null, { url: 'https://t.me/+Unknown', name: null }]) {
      await writer.read(own, asks('1', inviteLink));
      await writer.read(all, asks('1', inviteLink));
    }
    expect(await conversions(own)).toEqual([]);
    expect(await conversions(all)).toMatchObject([{ cause: 'open', user_id: '1', click_id: null }]);
  });
});

describe('who stays', () => {
  const goals = { stay: { goal: 'stayed', after_hours: 24 } };
  const joined = async (to: ProjectConfig, userId = '1') => {
    await writer.send(to, start(userId, clock.nowMs, startCodeOf(await writer.click(to))));
  };

  it('is told of after the hours, as of that moment', async () => {
    const to = await project(goals);
    await joined(to);
    expect(await conversions(to)).toMatchObject([
      {
        cause: 'stay',
        target: 'stayed',
        state: 'pending',
        happened_at: new Date(clock.nowMs + 24 * hourMs),
        once_key: 'stay:1',
      },
    ]);
  });

  it('is told of once, however often they start again', async () => {
    const to = await project(goals);
    await joined(to);
    await joined(to);
    expect(await conversions(to)).toHaveLength(1);
  });

  it('and leaves before is not told of', async () => {
    const to = await project(goals);
    await joined(to);
    await joined(to, '2');
    await writer.send(to, stop('1', clock.nowMs + 23 * hourMs));
    expect(await conversions(to)).toMatchObject([
      { user_id: '1', state: 'skipped', reason: 'left_early', once_key: null },
      { user_id: '2', state: 'pending' },
    ]);
  });

  it('and leaves after is', async () => {
    const to = await project(goals);
    await joined(to);
    await writer.send(to, stop('1', clock.nowMs + 25 * hourMs));
    expect(await conversions(to)).toMatchObject([{ state: 'pending' }]);
  });

  it('and comes back has the hours before them anew', async () => {
    const to = await project(goals);
    await joined(to);
    await writer.send(to, stop('1', clock.nowMs + hourMs));
    await writer.send(to, start('1', clock.nowMs + 2 * hourMs, startCodeOf(await writer.click(to))));
    expect(await conversions(to)).toMatchObject([
      { state: 'skipped', once_key: null },
      { state: 'pending', once_key: 'stay:1', happened_at: new Date(clock.nowMs + 26 * hourMs) },
    ]);
  });

  it('comes out the same where all of it arrives at once, or in the wrong order', async () => {
    const at = clock.nowMs;
    for (const order of ['at once', 'reversed']) {
      const to = await project(goals);
      const code = startCodeOf(await writer.click(to));
      const facts = [start('1', at, code), stop('1', at + hourMs)];
      if (order === 'at once') await writer.send(to, ...facts, start('1', at + 2 * hourMs, code));
      else for (const fact of facts.toReversed()) await writer.send(to, fact);
      const expected = [
        { state: 'skipped', reason: 'left_early' },
        { state: 'pending', reason: null },
      ];
      expect(await conversions(to), order).toMatchObject(order === 'at once' ? expected : expected.slice(0, 1));
    }
  });

  it('is told of once per subscriber after it was told', async () => {
    const to = await project(goals);
    await joined(to);
    await database.pool.query(`update conversions set state = 'confirmed' where project_id = $1`, [to.projectId]);
    await writer.send(to, stop('1', clock.nowMs + 48 * hourMs));
    await writer.send(to, start('1', clock.nowMs + 49 * hourMs));
    expect(await conversions(to)).toMatchObject([{ state: 'confirmed' }]);
  });

  it('in a channel is who joined it, not who hopped through the bot', async () => {
    const to = await project(goals, { kind: 'channel' });
    await joined(to);
    expect(await conversions(to)).toEqual([]);
    await writer.send(to, member('joined', '1', clock.nowMs + 1_000));
    expect(await conversions(to)).toMatchObject([{ cause: 'stay', state: 'pending' }]);
    await writer.send(to, member('left', '1', clock.nowMs + hourMs));
    expect(await conversions(to)).toMatchObject([{ state: 'skipped', reason: 'left_early' }]);
  });

  it('longer than the window of the destination is past it from the start', async () => {
    const to = await project({ stay: { goal: 'stayed', after_hours: 22 * 24 } });
    await joined(to);
    expect(await conversions(to)).toMatchObject([{ state: 'expired', reason: 'window' }]);
  });
});

describe('money', () => {
  const goals = { events: { sale: 'purchase' } };
  const known = async (to: ProjectConfig) =>
    writer.send(to, start('1', clock.nowMs, startCodeOf(await writer.click(to))));

  it.each([
    ['1990.5', '1990.500000'],
    ['-5', null],
    ['0', null],
    [null, null],
  ])('of %s is told as %s', async (amount, value) => {
    const to = await project(goals);
    await known(to);
    await writer.send(to, sale('1', amount));
    expect(await conversions(to)).toMatchObject([{ cause: 'event', target: 'purchase', value }]);
  });

  it('that is given back is told to those who know refunds, and says so where they do not', async () => {
    for (const [type, expected] of [
      ['postback', { state: 'pending', reason: null, value: '-5.000000' }],
      ['yandex_metrica', { state: 'skipped', reason: 'no_refunds', value: null }],
    ] as const) {
      const to = await project(goals, { type, scope: 'all' });
      await known(to);
      await writer.send(to, sale('1', '-5', { refund: true }));
      expect(await conversions(to)).toMatchObject([{ cause: 'refund', target: 'purchase', ...expected }]);
    }
  });

  it('that never came is told only to those who know more than goals, unless the caller names the goal', async () => {
    for (const [type, count] of [
      ['webhook', 1],
      ['yandex_metrica', 0],
    ] as const) {
      const to = await project(goals, { type, scope: 'all' });
      await known(to);
      await writer.send(to, sale('1', null, { result: 'failure' }));
      expect(await conversions(to)).toHaveLength(count);
    }
    const to = await project(goals);
    await known(to);
    await writer.send(to, sale('1', null, { result: 'failure', target: 'lost' }));
    expect(await conversions(to)).toMatchObject([{ target: 'lost', state: 'pending' }]);
  });
});
