import { describe, expect, it } from 'vitest';
import { destinationsByType } from '../../destinations/registry.ts';
import { oauthToken, type SampleProject, sampleProject, yandexSettings } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();
const metrica = { type: 'yandex_metrica', name: 'Metrica', settings: yandexSettings };
const masked = { counter_id: '12345678', oauth_token: '…9876' };

const stored = async (destinationId: string): Promise<unknown> => {
  const sql = 'select settings_sealed from destinations where destination_id = $1';
  const { rows } = await manage.database.pool.query(sql, [destinationId]);
  return JSON.parse(manage.sealer.open(rows[0].settings_sealed));
};
const pathOf = ({ path, destinationId }: SampleProject): string => `${path}/destinations/${destinationId}`;

describe('a new destination', () => {
  it('has defaults for everything but type, name and settings, and shows only the end of its secrets', async () => {
    const { path } = await sampleProject(manage);
    const { status, body, text } = await manage.call('POST', `${path}/destinations`, metrica);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      type: 'yandex_metrica',
      name: 'Metrica',
      settings: masked,
      goals: {},
      scope: 'own',
      window_days: 21,
      once_per_subscriber: ['start', 'join', 'stay'],
      state: 'active',
      reason: null,
      resume_at: null,
      counts: { pending: 0, accepted: 0, confirmed: 0, skipped: 0, expired: 0, failed: 0, uncertain: 0 },
      created_at: '2026-03-01T10:00:00.000Z',
    });
    expect(text).not.toContain(oauthToken);
    expect(await stored(body.id)).toEqual(yandexSettings);
  });

  it('takes every kind of goal', async () => {
    const { id, path } = await sampleProject(manage);
    const given = {
      goals: {
        start: 'a',
        join: 'b',
        press: 'c',
        open: 'd',
        stay: { goal: 'e', after_hours: 24 },
        leave: 'f',
        events: { sale: 'g', 'урок 2': 'h' },
      },
      scope: 'all',
      window_days: 7,
      once_per_subscriber: ['start'],
    };
    expect(await manage.done('POST', `${path}/destinations`, { ...metrica, ...given })).toMatchObject(given);
    const config = await manage.directory.project(id);
    expect(config?.destinations).toHaveLength(2);
    expect(config?.destinations.find(({ scope }) => scope === 'all')?.goals).toEqual(given.goals);
  });

  it.each([
    [{ type: 'yandex' }, 'type'],
    [{ name: '' }, 'name'],
    [{ settings: undefined }, 'settings'],
    [{ settings: { counter_id: '1' } }, 'settings.oauth_token'],
    [{ settings: { ...yandexSettings, counter_id: 'abc' } }, 'settings.counter_id'],
    [{ settings: { ...yandexSettings, token: 'x' } }, 'settings.token'],
    [{ settings: { ...yandexSettings, oauth_token: '…9876' } }, 'settings.oauth_token'],
    [{ goals: { strat: 'a' } }, 'goals.strat'],
    [{ goals: { start: '' } }, 'goals.start'],
    [{ goals: { start: 'a/b' } }, 'goals.start'],
    [{ goals: { stay: { goal: 'a' } } }, 'goals.stay.after_hours'],
    [{ goals: { stay: { goal: 'a?', after_hours: 1 } } }, 'goals.stay.goal'],
    [{ goals: { events: { sale: 'a#' } } }, 'goals.events.sale'],
    [{ goals: { events: ['sale'] } }, 'goals.events'],
    [{ scope: 'some' }, 'scope'],
    [{ window_days: 0 }, 'window_days'],
    [{ once_per_subscriber: ['sale'] }, 'once_per_subscriber.0'],
    [{ state: 'paused' }, 'state'],
  ])('is not made of %j', async (wrong, field) => {
    const { path } = await sampleProject(manage);
    const { status, body } = await manage.call('POST', `${path}/destinations`, { ...metrica, ...wrong });
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });
});

describe('a destination', () => {
  it('shows its conversions by state', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    await project.start('2');
    await manage.database.pool.query(
      `update conversions set state = 'failed' where user_id = '2' and project_id = $1`,
      [project.id],
    );
    const counts = { pending: 1, failed: 1, accepted: 0 };
    expect(await manage.done('GET', pathOf(project))).toMatchObject({ counts });
    expect((await manage.done('GET', `${project.path}/destinations`)).items).toMatchObject([{ counts }]);
  });

  it('is paused, and goes on', async () => {
    const project = await sampleProject(manage);
    expect(await manage.done('POST', `${pathOf(project)}/pause`)).toMatchObject({ state: 'paused' });
    await manage.done('PATCH', pathOf(project), { settings: { counter_id: '1' } });
    expect(await manage.done('GET', pathOf(project))).toMatchObject({ state: 'paused' });
    const woken = manage.woken;
    expect(await manage.done('POST', `${pathOf(project)}/resume`, {})).toMatchObject({ state: 'active' });
    expect(manage.woken).toBe(woken + 1);
  });

  it('is tested', async () => {
    const project = await sampleProject(manage);
    manage.testReport = {
      ok: false,
      class: 'needs_owner',
      reason: 'token_invalid',
      status: 401,
      answer: '{"code":401}',
    };
    expect(await manage.done('POST', `${pathOf(project)}/test`)).toEqual(manage.testReport);
  });

  it('that is deleted is told nothing more', async () => {
    const project = await sampleProject(manage);
    expect((await manage.call('DELETE', pathOf(project))).status).toBe(204);
    for (const action of ['/test', '/pause', '/resume']) {
      expect((await manage.call('POST', `${pathOf(project)}${action}`)).status).toBe(404);
    }
    expect((await manage.done('GET', `${project.path}/destinations`)).items).toEqual([]);
    expect((await manage.directory.project(project.id))?.destinations).toEqual([]);
  });
});

describe('types of destinations', () => {
  it('come with the schema that their form is drawn from', async () => {
    const { items } = await manage.done('GET', '/destination-types');
    expect(items.map(({ type }: { type: string }) => type)).toEqual([...destinationsByType.keys()]);
    expect(items.slice(0, 1)).toMatchObject([
      {
        type: 'yandex_metrica',
        title: { ru: 'Яндекс Метрика', en: 'Yandex Metrica' },
        ad_system: 'yandex',
        secrets: ['oauth_token', 'client_secret', 'refresh_token'],
        settings: { properties: { counter_id: { 'x-label': { ru: 'Номер счётчика' } } } },
      },
    ]);
  });
});
