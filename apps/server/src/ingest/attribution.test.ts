import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { AnonymousStart, InviteLink, MembershipChanged, Started } from '../domain/signal.ts';
import { startCodeOf } from '../domain/start-code.ts';
import { tidyUp } from '../maintenance/maintenance.ts';
import {
  insertDestination,
  insertInviteLink,
  insertLink,
  insertProject,
  inviteLinkState,
  loadProject,
} from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { useWriter } from '../testing/test-writer.ts';
import { selectClaims, selectHumanClicks } from './steps/load-open-clicks.ts';

const database = useDatabase();
const writer = useWriter(database);
const minute = 60_000;
const day = 86_400_000;
const now = Math.floor(Date.now() / 1000) * 1000;

const started = (userId: string, atMs: number, startValue = ''): Started => ({
  kind: 'started',
  userId,
  atMs,
  startValue,
  profile: {},
});
const anonymous = (atMs: number, startValue: string): AnonymousStart => ({
  kind: 'anonymous_start',
  userId: null,
  atMs,
  startValue,
});
const joined = (userId: string, atMs: number, inviteLink: InviteLink | null = null): MembershipChanged => ({
  kind: 'joined',
  userId,
  atMs,
  profile: {},
  chatId: '-100',
  inviteLink,
});

async function touches(project: ProjectConfig, userId: string | null) {
  const found = await database.pool.query(
    `select source_type, exactness, confidence, click_id, link_id, ad_system, ids, start_value, marks from touches
     where project_id = $1 and user_id is not distinct from $2 order by touched_at, touch_id`,
    [project.projectId, userId],
  );
  return found.rows;
}

async function conversions(project: ProjectConfig) {
  const found = await database.pool.query(
    `select user_id, target, state, reason, identifiers->>'id' as id_value from conversions where project_id = $1 order by conversion_id`,
    [project.projectId],
  );
  return found.rows;
}

const claims = async (project: ProjectConfig): Promise<string[]> =>
  (await database.pool.query('select click_id from click_claims where project_id = $1', [project.projectId])).rows.map(
    (row) => row.click_id,
  );

describe('in a bot', () => {
  const t0 = now - 60 * minute;
  let project: ProjectConfig;
  beforeEach(async () => {
    const id = await insertProject(database.pool);
    await insertDestination(database.pool, id, { goals: { start: 'bot_start', leave: 'gone' } });
    project = await loadProject(database.pool, id);
  });

  describe('a start whose sender does not know its user', () => {
    it('is attributed, counted and told to the ad system, each time, without a subscriber', async () => {
      const clickId = await writer.click(project, { ids: { yclid: '17' } });
      const code = startCodeOf(clickId);
      await writer.send(project, anonymous(t0, code));
      expect(await writer.send(project, anonymous(t0, code))).toMatchObject({
        signals: [{ kind: 'stored', userId: null }],
      });
      expect(await touches(project, null)).toMatchObject([
        { exactness: 'exact', click_id: clickId },
        { exactness: 'exact', click_id: clickId },
      ]);
      const told = { user_id: null, target: 'bot_start', state: 'pending', id_value: '17' };
      expect(await conversions(project)).toMatchObject([told, told]);
      const counted = await database.pool.query(
        `select sum(starts)::int starts, sum(joins)::int joins, sum(present)::int present from rollups where project_id = $1`,
        [project.projectId],
      );
      expect(counted.rows).toEqual([{ starts: 2, joins: 0, present: 0 }]);
      const people = await database.pool.query('select 1 from subscribers where project_id = $1', [project.projectId]);
      expect(people.rowCount).toBe(0);
      expect(await claims(project)).toEqual([clickId]);
    });

    it.each([
      ['', 'organic', null],
      ['promo', 'unknown', 'promo'],
      ['PJaf5568712cd', 'unknown', 'PJaf5568712cd'],
    ])('and whose value is %j is %s', async (value, exactness, kept) => {
      await writer.send(project, anonymous(t0, value));
      expect(await touches(project, null)).toMatchObject([{ exactness, source_type: exactness, start_value: kept }]);
    });
  });

  describe('auto_detect', () => {
    it('takes the latest click of the last minutes that nobody has claimed, and says how sure that is', async () => {
      await writer.click(project, { clickedMs: t0 - 16 * minute });
      const older = await writer.click(project, { clickedMs: t0 - 3 * minute });
      const latest = await writer.click(project, { clickedMs: t0 - minute, via: 'landing' });
      await writer.click(project, { clickedMs: t0 - 1_000, machine: 'preview' });
      await writer.click(project, { clickedMs: t0 + 2_000 });
      await writer.send(project, started('1', t0, 'auto_detect'));
      await writer.send(project, started('2', t0, ' AUTO_DETECT '));
      await writer.send(project, started('3', t0, 'auto_detect'));
      expect(await touches(project, '1')).toMatchObject([
        {
          source_type: 'landing',
          exactness: 'probable',
          confidence: 0.5,
          click_id: latest,
          start_value: 'auto_detect',
        },
      ]);
      expect(await touches(project, '2')).toMatchObject([
        { source_type: 'tracking_link', exactness: 'probable', confidence: 1, click_id: older },
      ]);
      expect(await touches(project, '3')).toMatchObject([
        { source_type: 'organic', exactness: 'organic', click_id: null },
      ]);
    });

    it('leaves alone what a start with a code has claimed, in whatever batch and order', async () => {
      const [first, second, third] = [
        await writer.click(project, { clickedMs: t0 - 3 * minute }),
        await writer.click(project, { clickedMs: t0 - 2 * minute }),
        await writer.click(project, { clickedMs: t0 - minute }),
      ];
      await writer.send(project, started('1', t0, startCodeOf(third)));
      await Promise.all([
        writer.send(project, started('2', t0, 'auto_detect')),
        writer.send(project, anonymous(t0, startCodeOf(second))),
      ]);
      expect(await touches(project, '2')).toMatchObject([{ click_id: first, confidence: 1 }]);
    });

    it('finds a click of the same batch', async () => {
      const clickId = '01920000-0000-7000-8000-00000000001a';
      const atMs = 0x019200000000;
      await Promise.all([
        writer.click(project, { clickId, clickedMs: atMs }),
        writer.send(project, started('1', atMs + 5_000, 'auto_detect')),
      ]);
      expect(await touches(project, '1')).toMatchObject([{ exactness: 'probable', click_id: clickId }]);
    });

    it('takes nothing for a start that is told again', async () => {
      await writer.click(project, { clickedMs: t0 - 2 * minute });
      await writer.click(project, { clickedMs: t0 - minute });
      const told = { ...started('1', t0, 'auto_detect'), folds: true };
      await Promise.all([writer.send(project, told), writer.send(project, told)]);
      expect(await claims(project)).toHaveLength(1);
    });

    it('goes as far back as the project says', async () => {
      await writer.click(project, { clickedMs: t0 - 30 * minute });
      await database.pool.query('update projects set auto_detect_minutes = 60 where project_id = $1', [
        project.projectId,
      ]);
      await writer.send(await loadProject(database.pool, project.projectId), started('1', t0, 'auto_detect'));
      expect(await touches(project, '1')).toMatchObject([{ exactness: 'probable' }]);
    });

    it.each([
      ['clicks', selectHumanClicks],
      ['claims', selectClaims],
    ])('finds %s by their key, however many there are', async (_what, { text }) => {
      const client = await database.pool.connect();
      // As the writer's connection is set up: one plan for ever.
      await client.query('begin');
      await client.query('set local enable_seqscan = off; set local plan_cache_mode = force_generic_plan');
      await client.query(`prepare looked_at (bigint, uuid, uuid) as ${text}`);
      const [low, high] = ['01920000-0000-7000-8000-000000000000', '01930000-0000-7000-8000-000000000000'];
      const found = await client.query<{ 'QUERY PLAN': string }>(`explain execute looked_at (1, '${low}', '${high}')`);
      await client.query('rollback; deallocate looked_at');
      client.release();
      const plan = found.rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(/Index Cond: \(\(project_id = \$1\) AND \(click_id >= \$2\) AND \(click_id < \$3\)\)/);
      expect(plan).not.toMatch(/Seq Scan/);
    });

    it('of a sandbox key chooses from the clicks of its project and takes none of them away', async () => {
      const twinId = await insertProject(database.pool, { productionId: project.projectId });
      const twin = await loadProject(database.pool, twinId);
      const clickId = await writer.click(project, { clickedMs: t0 - minute, ids: { yclid: '5' } });
      await writer.send(twin, started('tester', t0, 'auto_detect'));
      expect(await touches(twin, 'tester')).toMatchObject([{ exactness: 'probable', click_id: clickId }]);
      expect(await conversions(twin)).toMatchObject([{ state: 'skipped', reason: 'sandbox' }]);
      expect(await claims(project)).toEqual([]);
      await writer.send(project, started('customer', t0, 'auto_detect'));
      expect(await touches(project, 'customer')).toMatchObject([{ confidence: 1, click_id: clickId }]);
      await writer.send(twin, started('other tester', t0, startCodeOf(clickId)));
      expect(await touches(twin, 'other tester')).toMatchObject([{ exactness: 'exact', click_id: clickId }]);
    });
  });

  describe('ids that are learnt after the click', () => {
    const learn = (clickId: string, ids: Record<string, string>) =>
      writer.writer.storeClickIds({ kind: 'click_ids', projectId: project.projectId, clickId, ids, learntMs: t0 });

    it('help its start, where they are there before it; the own ones of the click come first', async () => {
      const clickId = await writer.click(project, { ids: { utm_x: '1', _ga: 'own' } });
      await learn(clickId, { _ym_uid: '1700000000123456789', _ga: 'learnt' });
      await writer.send(project, started('1', t0, startCodeOf(clickId)));
      expect(await touches(project, '1')).toMatchObject([{ ids: { _ym_uid: '1700000000123456789', _ga: 'own' } }]);
      expect(await conversions(project)).toMatchObject([{ state: 'pending', id_value: '1700000000123456789' }]);
    });

    it('in the same breath as the start help it as well', async () => {
      const clickId = await writer.click(project, { ids: {} });
      await Promise.all([
        learn(clickId, { _ym_uid: '1700000000123456789' }),
        writer.send(project, started('1', t0, startCodeOf(clickId))),
      ]);
      expect(await conversions(project)).toMatchObject([{ state: 'pending' }]);
    });

    it('after the start help the goals still to come, though the touch stays as it was', async () => {
      const clickId = await writer.click(project, { ids: {} });
      await writer.send(project, started('1', t0, startCodeOf(clickId)));
      await learn(clickId, { _ym_uid: '1700000000123456789' });
      await writer.send(project, { kind: 'goal', userId: '1', atMs: t0 + 1_000, target: 'lead' });
      expect(await conversions(project)).toMatchObject([
        { target: 'bot_start', state: 'skipped', reason: 'no_identifier' },
        { target: 'lead', id_value: '1700000000123456789' },
      ]);
      expect(await touches(project, '1')).toMatchObject([{ ids: {} }]);
    });
  });
});

describe('in a channel', () => {
  const t0 = now - 10 * day;
  let project: ProjectConfig;
  beforeEach(async () => {
    const id = await insertProject(database.pool, { kind: 'channel', chatId: '-100' });
    await insertDestination(database.pool, id, { goals: { join: 'joined' } });
    project = await loadProject(database.pool, id);
  });

  const known = (url: string, to: { name?: string; sharedBy?: string; clickId?: string }) =>
    insertInviteLink(database.pool, project.projectId, { url, ...to });
  const stateOf = (url: string) => inviteLinkState(database.pool, project.projectId, url);
  const url = 'https://t.me/+AbCdEfGhIjKlMnOp';

  describe('a join by an invite link', () => {
    it.each([
      ['whole', url, null],
      ['half hidden', 'https://t.me/+AbCdEfGh...', 'pool 1'],
    ])('of one click is that click (%s), which is taken, and the link is used', async (_how, came, name) => {
      const linkId = await insertLink(database.pool, project.projectId, { name: 'Yandex' });
      const clickId = await writer.click(project, {
        clickedMs: t0,
        linkId,
        marks: { utm_source: 'ya' },
        ids: { yclid: '9' },
      });
      await known(url, { name: 'pool 1', clickId });
      await writer.send(project, joined('1', t0 + day, { url: came, name }));
      expect(await touches(project, '1')).toMatchObject([
        {
          source_type: 'invite_link',
          exactness: 'exact',
          confidence: 1,
          click_id: clickId,
          link_id: linkId,
          marks: { utm_source: 'ya' },
          start_value: came,
        },
      ]);
      expect(await conversions(project)).toMatchObject([{ target: 'joined', state: 'pending', id_value: '9' }]);
      expect(await stateOf(url)).toBe('used');
      expect(await claims(project)).toEqual([clickId]);
    });

    it("that is shared is its tracking link, with that one's ad system and marks", async () => {
      const linkId = await insertLink(database.pool, project.projectId, {
        name: 'VK',
        adSystem: 'vk',
        utmSource: 'vk',
      });
      await known(url, { name: 'VK', sharedBy: linkId });
      await writer.send(project, joined('1', t0, { url, name: 'VK' }), joined('2', t0, { url, name: 'VK' }));
      for (const user of ['1', '2']) {
        expect(await touches(project, user)).toMatchObject([
          {
            source_type: 'invite_link',
            exactness: 'exact',
            link_id: linkId,
            click_id: null,
            ad_system: 'vk',
            marks: { utm_source: 'vk' },
          },
        ]);
      }
      expect(await stateOf(url)).toBe('shared');
    });

    it('of a click that retention has dropped is the link it was leased for', async () => {
      const linkId = await insertLink(database.pool, project.projectId, { name: 'Yandex' });
      await known(url, { clickId: await writer.click(project, { clickedMs: t0, linkId }) });
      await tidyUp({
        pool: database.pool,
        now: () => t0 + 8 * day,
        retentionDays: { requests: 30, clicks: 7, attempts: 90 },
        log: () => {},
      });
      expect(
        (await database.pool.query('select from clicks where project_id = $1', [project.projectId])).rowCount,
      ).toBe(0);
      await writer.send(project, joined('1', t0, { url, name: null }));
      expect(await touches(project, '1')).toMatchObject([
        { source_type: 'invite_link', link_id: linkId, click_id: null },
      ]);
    });

    it.each([
      ['nobody knows', async () => {}],
      ['is in the pool and was shown to nobody', () => known(url, {})],
    ])('that %s stays unknown', async (_what, prepare) => {
      await prepare();
      await writer.send(project, joined('1', t0, { url, name: 'x' }));
      expect(await touches(project, '1')).toMatchObject([
        { source_type: 'unknown', exactness: 'unknown', start_value: url },
      ]);
    });
  });

  describe('a hop through a bot', () => {
    it('makes the person known, no member; the join of the next seven days is its', async () => {
      const clickId = await writer.click(project, { clickedMs: t0, ids: { yclid: '3' } });
      await writer.send(project, started('1', t0, startCodeOf(clickId)));
      const person = async () =>
        (
          await database.pool.query(
            'select status, first_join_at from subscribers where project_id = $1 and user_id = $2',
            [project.projectId, '1'],
          )
        ).rows[0];
      expect(await person()).toEqual({ status: 'none', first_join_at: null });
      await writer.send(project, joined('1', t0 + 7 * day));
      expect(await person()).toEqual({ status: 'member', first_join_at: new Date(t0 + 7 * day) });
      const byClick = { click_id: clickId, exactness: 'exact', confidence: 1, ids: { yclid: '3' } };
      expect(await touches(project, '1')).toMatchObject([
        { ...byClick, source_type: 'tracking_link' },
        { ...byClick, source_type: 'bot_hop' },
      ]);
      expect(await conversions(project)).toMatchObject([{ target: 'joined', state: 'pending', id_value: '3' }]);
    });

    it('in the same batch as the join is found', async () => {
      const clickId = await writer.click(project, { clickedMs: t0 });
      await Promise.all([
        writer.send(project, started('1', t0, startCodeOf(clickId))),
        writer.send(project, joined('1', t0 + 5_000)),
      ]);
      expect((await touches(project, '1')).at(-1)).toMatchObject({ source_type: 'bot_hop', click_id: clickId });
    });

    it('more than seven days before the join, or after it, is none', async () => {
      const clickId = await writer.click(project, { clickedMs: t0 });
      await writer.send(project, started('old', t0, startCodeOf(clickId)));
      await writer.send(project, joined('old', t0 + 7 * day + 1_000));
      expect((await touches(project, 'old')).at(-1)).toMatchObject({ source_type: 'organic', exactness: 'organic' });
      await writer.send(project, started('later', t0, startCodeOf(clickId)));
      await writer.send(project, joined('later', t0 - 1_000));
      expect((await touches(project, 'later')).at(0)).toMatchObject({ source_type: 'organic' });
    });

    it('of somebody else is none', async () => {
      const clickId = await writer.click(project, { clickedMs: t0 });
      await writer.send(project, started('1', t0, startCodeOf(clickId)));
      await writer.send(project, joined('2', t0 + 1_000));
      expect(await touches(project, '2')).toMatchObject([{ source_type: 'organic' }]);
    });

    it('without a source does not hide the one before it that has one', async () => {
      const clickId = await writer.click(project, { clickedMs: t0 });
      await writer.send(project, started('1', t0, startCodeOf(clickId)));
      await writer.send(project, started('1', t0 + day));
      await writer.send(project, joined('1', t0 + 2 * day));
      expect((await touches(project, '1')).at(-1)).toMatchObject({ source_type: 'bot_hop', click_id: clickId });
    });

    it.each([
      ['without a value makes an organic join', '', 'organic'],
      ['with a foreign value makes an unknown one', 'promo', 'unknown'],
    ])('%s', async (_what, value, sourceType) => {
      await writer.send(project, started('1', t0, value));
      await writer.send(project, joined('1', t0 + 1_000));
      expect((await touches(project, '1')).at(-1)).toMatchObject({ source_type: sourceType, exactness: sourceType });
    });

    it("is what counts where the join came by the project's own chat link; a foreign link stays unknown", async () => {
      await database.pool.query('update projects set chat_link = $2 where project_id = $1', [project.projectId, url]);
      project = await loadProject(database.pool, project.projectId);
      const clickId = await writer.click(project, { clickedMs: t0 });
      for (const [user, came] of [
        ['own', url],
        ['foreign', 'https://t.me/+Foreign000000000'],
      ] as const) {
        await writer.send(project, started(user, t0, startCodeOf(clickId)));
        await writer.send(project, joined(user, t0 + 1_000, { url: came, name: null }));
      }
      expect((await touches(project, 'own')).at(-1)).toMatchObject({ source_type: 'bot_hop', click_id: clickId });
      expect((await touches(project, 'foreign')).at(-1)).toMatchObject({ source_type: 'unknown' });
    });

    it('by auto_detect keeps its doubt in the join', async () => {
      const clickIds = [
        await writer.click(project, { clickedMs: t0 - 2_000 }),
        await writer.click(project, { clickedMs: t0 - 1_000 }),
      ];
      await writer.send(project, started('1', t0, 'auto_detect'));
      await writer.send(project, joined('1', t0 + 1_000));
      expect((await touches(project, '1')).at(-1)).toMatchObject({
        source_type: 'bot_hop',
        exactness: 'probable',
        confidence: 0.5,
        click_id: clickIds[1],
      });
    });

    it('whose bot is blocked afterwards leaves the person in the channel', async () => {
      await writer.send(project, started('1', t0), joined('1', t0 + 1_000), {
        kind: 'stopped',
        userId: '1',
        atMs: t0 + 2_000,
        profile: {},
      });
      const found = await database.pool.query(
        `select s.status, s.left_at, (select sum(leaves)::int from rollups r where r.project_id = s.project_id) as leaves,
           (select count(*)::int from events e where e.project_id = s.project_id and e.kind = 'stop') as stops
         from subscribers s where s.project_id = $1`,
        [project.projectId],
      );
      expect(found.rows).toEqual([{ status: 'member', left_at: null, leaves: 0, stops: 1 }]);
    });
  });
});
