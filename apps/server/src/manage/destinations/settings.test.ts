import { describe, expect, it } from 'vitest';
import { oauthToken, type SampleProject, sampleProject, yandexSettings } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();
const _metrica = { type: 'yandex_metrica', name: 'Metrica', settings: yandexSettings };
const masked = { counter_id: '12345678', oauth_token: '…9876' };

const stored = async (destinationId: string): Promise<unknown> => {
  const sql = 'select settings_sealed from destinations where destination_id = $1';
  const { rows } = await manage.database.pool.query(sql, [destinationId]);
  return JSON.parse(manage.sealer.open(rows[0].settings_sealed));
};
const pathOf = ({ path, destinationId }: SampleProject): string => `${path}/destinations/${destinationId}`;

describe('settings of a destination', () => {
  it('are changed field by field; a secret that comes back as it was shown stays', async () => {
    const project = await sampleProject(manage);
    const settings = { ...masked, counter_id: '777' };
    expect(await manage.done('PATCH', pathOf(project), { settings })).toMatchObject({ settings });
    expect(await stored(project.destinationId)).toEqual({ counter_id: '777', oauth_token: oauthToken });
    const fresh = 'another-token-0000';
    const changed = await manage.call('PATCH', pathOf(project), { settings: { oauth_token: fresh } });
    expect(changed.body).toMatchObject({ settings: { counter_id: '777', oauth_token: '…0000' } });
    expect(changed.text).not.toContain(fresh);
    expect(await stored(project.destinationId)).toEqual({ counter_id: '777', oauth_token: fresh });
  });

  it('that are pairs are masked and changed one by one', async () => {
    const project = await sampleProject(manage);
    const headers = { authorization: 'Bearer 0123456789abcdef', 'x-short': 'short' };
    const postback = { type: 'postback', name: 'P', settings: { url: 'https://t.example/', headers } };
    const made = await manage.call('POST', `${project.path}/destinations`, postback);
    expect(made.body).toMatchObject({
      scope: 'all',
      settings: { url: 'https://t.example/', headers: { authorization: '…cdef', 'x-short': '…' } },
    });
    const path = `${project.path}/destinations/${made.body.id}`;
    const changed = { authorization: '…cdef', 'x-new': 'a new one' };
    await manage.done('PATCH', path, { settings: { headers: changed } });
    expect(await stored(made.body.id)).toMatchObject({ headers: { ...changed, authorization: headers.authorization } });
    const wrong = await manage.call('PATCH', path, { settings: { headers: { 'x-new': '…9999' } } });
    expect(wrong.body.errors).toMatchObject([{ field: 'settings.headers.x-new', expected: 'the whole secret' }]);
  });

  it('are held to what no schema says', async () => {
    const project = await sampleProject(manage);
    const postback = { type: 'postback', name: 'P', settings: { url: 'https://t.example/?a={gaol}' } };
    const { status, body } = await manage.call('POST', `${project.path}/destinations`, postback);
    expect([status, body.errors]).toEqual([
      400,
      [{ field: 'settings.url', expected: 'macros that exist, not {gaol}' }],
    ]);
  });

  it.each([
    [{ oauth_token: '…1111' }, 'settings.oauth_token'],
    [{ oauth_token: null }, 'settings.oauth_token'],
    [{ counter_id: 5 }, 'settings.counter_id'],
  ])('stay where %j was given', async (settings, field) => {
    const project = await sampleProject(manage);
    const { status, body } = await manage.call('PATCH', pathOf(project), { settings });
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
    expect(await stored(project.destinationId)).toEqual(yandexSettings);
  });

  it('that are new set it free, wake the delivery, and make what waits due', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    const { pool } = manage.database;
    await pool.query(
      `update destinations set state = 'needs_owner', state_reason = 'token_invalid', failures = 3, resume_at = now()
       where destination_id = $1`,
      [project.destinationId],
    );
    await pool.query(`update conversions set due_at = due_at + interval '5 hours' where destination_id = $1`, [
      project.destinationId,
    ]);
    expect(await manage.done('GET', pathOf(project))).toMatchObject({ state: 'needs_owner', reason: 'token_invalid' });
    await manage.done('PATCH', pathOf(project), { name: 'Renamed' });
    expect(await manage.done('GET', pathOf(project))).toMatchObject({ name: 'Renamed', state: 'needs_owner' });
    const woken = manage.woken;
    const settings = { oauth_token: 'a-token-that-works' };
    expect(await manage.done('PATCH', pathOf(project), { settings })).toMatchObject({
      state: 'active',
      reason: null,
      resume_at: null,
      counts: { pending: 1 },
    });
    expect(manage.woken).toBe(woken + 1);
    const { items } = await manage.done('GET', `${project.path}/conversions`);
    expect(items[0].due_at).toBe(new Date(manage.nowMs).toISOString());
  });

  it('that cannot be read are told as such, and can be given anew', async () => {
    const project = await sampleProject(manage);
    await manage.database.pool.query(`update destinations set settings_sealed = 'x' where destination_id = $1`, [
      project.destinationId,
    ]);
    expect(await manage.done('GET', pathOf(project))).toMatchObject({ settings: null });
    expect(await manage.done('PATCH', pathOf(project), { settings: yandexSettings })).toMatchObject({
      settings: masked,
    });
  });

  it('of two changes at once both hold', async () => {
    const project = await sampleProject(manage);
    await Promise.all([
      manage.done('PATCH', pathOf(project), { settings: { counter_id: '42' } }),
      manage.done('PATCH', pathOf(project), { settings: { oauth_token: 'token-of-the-other' } }),
    ]);
    expect(await stored(project.destinationId)).toEqual({ counter_id: '42', oauth_token: 'token-of-the-other' });
  });
});
