import { describe, expect, it } from 'vitest';
import { sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();

describe('a new key', () => {
  it('is shown whole once, and then only its end', async () => {
    const { path } = await sampleProject(manage);
    const { status, body } = await manage.call('POST', `${path}/keys`, {});
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      key: expect.stringMatching(/^otk_[A-Za-z0-9_-]{32}$/),
      key_hint: `otk_…${body.key.slice(-4)}`,
      mode: 'production',
      limits: { per_second: 3, per_hour: 500, per_day: 5000 },
      always_200: false,
      expires_at: null,
      revoked_at: null,
      created_at: '2026-03-01T10:00:00.000Z',
    });
    const { key, ...shown } = body;
    expect(await manage.done('GET', `${path}/keys/${body.id}`)).toEqual(shown);
    const list = await manage.call('GET', `${path}/keys`);
    expect(list.body.items).toContainEqual(shown);
    expect(list.text).not.toContain(key);
    const revealed = await manage.call('GET', `${path}/keys/${body.id}?reveal=true`);
    expect(revealed.body).toEqual(body);
    expect(revealed.headers['cache-control']).toBe('no-store');
  });

  it('is not readable in the database', async () => {
    const { key } = await sampleProject(manage);
    const rows = await manage.database.pool.query(`select encode(secret_sealed, 'escape') as sealed, hint from keys`);
    expect(JSON.stringify(rows.rows)).not.toContain(key.slice(0, -4));
    const directory = await manage.database.pool.query(`select encode(key_hash, 'escape') as hash from key_directory`);
    expect(JSON.stringify(directory.rows)).not.toContain(key.slice(4));
  });

  it('opens the project at once, with its own limits', async () => {
    const { id, path } = await sampleProject(manage);
    const expiresAt = '2026-03-02T10:00:00.000Z';
    const given = { limits: { per_second: 0, per_day: 7 }, always_200: true, expires_at: '2026-03-02T13:00:00+03:00' };
    const { key, ...shown } = await manage.done('POST', `${path}/keys`, given);
    expect(shown).toMatchObject({ limits: { per_second: 0, per_hour: 500, per_day: 7 }, expires_at: expiresAt });
    expect(await manage.directory.findKey(key)).toMatchObject({
      project: { projectId: id, mode: 'production' },
      limits: { perSecond: 0, perHour: 500, perDay: 7 },
      always200: true,
      expiresMs: Date.parse(expiresAt),
      revoked: false,
    });
  });

  it.each([
    [{ mode: 'test' }, 'mode'],
    [{ expires_at: 'tomorrow' }, 'expires_at'],
    [{ limits: { per_second: -1 } }, 'limits.per_second'],
    [{ limits: { per_minute: 1 } }, 'limits.per_minute'],
    [{ always200: true }, 'always200'],
  ])('is not made of %j', async (given, field) => {
    const { path } = await sampleProject(manage);
    const { status, body } = await manage.call('POST', `${path}/keys`, given);
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });
});

describe('sandbox keys', () => {
  it('share one twin, also when they are made at once, and it is no project of the list', async () => {
    const { id, path } = await sampleProject(manage);
    const keys = await Promise.all(
      Array.from({ length: 5 }, () => manage.done('POST', `${path}/keys`, { mode: 'sandbox' })),
    );
    const { sandbox_id } = await manage.done('GET', path);
    expect(sandbox_id).toMatch(/^\d+$/);
    expect(sandbox_id).not.toBe(id);
    for (const { key } of keys) {
      expect(await manage.directory.findKey(key)).toMatchObject({
        ownerProjectId: id,
        project: { projectId: sandbox_id, mode: 'sandbox', title: 'Sample' },
      });
    }
    const { items } = await manage.done('GET', '/projects?limit=1000');
    expect(items.map((project: { id: string }) => project.id)).not.toContain(sandbox_id);
  });

  it('have a place of their own for what they bring, and no settings there', async () => {
    const project = await sampleProject(manage);
    const { key } = await manage.done('POST', `${project.path}/keys`, { mode: 'sandbox' });
    await project.send('user_did_start_bot', { user_id: '5' }, { key });
    const { sandbox_id } = await manage.done('GET', project.path);
    const sandbox = `/projects/${sandbox_id}`;
    for (const list of ['subscribers', 'events', 'requests']) {
      expect((await manage.done('GET', `${sandbox}/${list}`)).items).toHaveLength(1);
      expect((await manage.done('GET', `${project.path}/${list}`)).items).toHaveLength(0);
    }
    for (const path of ['', '/keys', '/links', '/destinations']) {
      expect((await manage.call('GET', `${sandbox}${path}`)).status).toBe(404);
    }
    await manage.done('DELETE', project.path);
    expect((await manage.call('GET', `${sandbox}/events`)).status).toBe(404);
  });
});

describe('a revoked key', () => {
  it('is known as revoked at once, and stays in the list', async () => {
    const { path, key } = await sampleProject(manage);
    const { items } = await manage.done('GET', `${path}/keys`);
    expect((await manage.directory.findKey(key))?.revoked).toBe(false);
    expect((await manage.call('DELETE', `${path}/keys/${items[0].id}`)).status).toBe(204);
    expect((await manage.directory.findKey(key))?.revoked).toBe(true);
    manage.nowMs += 5_000;
    await manage.done('DELETE', `${path}/keys/${items[0].id}`);
    expect(await manage.done('GET', `${path}/keys/${items[0].id}`)).toMatchObject({
      revoked_at: new Date(manage.nowMs - 5_000).toISOString(),
    });
  });
});
