import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { configChannel } from '../../directory/listen.ts';
import { adminToken, useManage } from '../testing/use-manage.ts';

const manage = useManage();
const bot = { platform: 'telegram', kind: 'bot', title: 'A bot' };

describe('a new project', () => {
  it('needs no more than platform, kind and title', async () => {
    const { status, body } = await manage.call('POST', '/projects', bot);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^\d+$/),
      workspace_id: expect.stringMatching(/^\d+$/),
      ...bot,
      username: null,
      chat_id: null,
      chat_link: null,
      time_zone: 'Europe/Moscow',
      currency: 'RUB',
      has_messenger_token: false,
      suspended: false,
      disabled_methods: [],
      auto_detect_minutes: 15,
      toolsy_goals: {},
      sandbox_id: null,
      created_at: '2026-03-01T10:00:00.000Z',
    });
  });

  it('takes all settings and never shows the token of the bot', async () => {
    const token = '123456:AAE-secret-of-the-bot';
    const given = {
      platform: 'max',
      kind: 'channel',
      title: ' Канал ',
      username: '@id7701_biz',
      chat_id: '-72001',
      time_zone: 'Asia/Kolkata',
      currency: 'USD',
    };
    const { body, text } = await manage.call('POST', '/projects', { ...given, messenger_token: token });
    expect(body).toMatchObject({ ...given, title: 'Канал', username: 'id7701_biz', has_messenger_token: true });
    expect(text).not.toContain('secret');
    const stored = await manage.database.pool.query(
      'select messenger_token_sealed from projects where project_id = $1',
      [body.id],
    );
    expect(manage.sealer.open(stored.rows[0].messenger_token_sealed)).toBe(token);
  });

  it.each([
    [{ ...bot, platform: 'viber' }, 'platform'],
    [{ ...bot, kind: 'group' }, 'kind'],
    [{ platform: 'telegram', kind: 'bot' }, 'title'],
    [{ ...bot, title: '   ' }, 'title'],
    [{ ...bot, title: 7 }, 'title'],
    [{ ...bot, username: 'a b' }, 'username'],
    [{ ...bot, username: '1bot' }, 'username'],
    [{ ...bot, username: 'bot' }, 'username'],
    [{ ...bot, chat_id: -100 }, 'chat_id'],
    [{ ...bot, time_zone: 'Moscow' }, 'time_zone'],
    [{ ...bot, time_zone: '+03:00' }, 'time_zone'],
    [{ ...bot, currency: 'rub' }, 'currency'],
    [{ ...bot, messenger_token: '' }, 'messenger_token'],
    [{ ...bot, tilte: 'x' }, 'tilte'],
    [[bot], 'body'],
  ])('%j is refused, naming the field', async (given, field) => {
    const { status, body, headers } = await manage.call('POST', '/projects', given);
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(body).toMatchObject({ type: 'urn:otkuda:problem:bad_request', title: expect.any(String), status: 400 });
    expect(body.errors).toEqual([{ field, expected: expect.any(String) }]);
    expect(body.detail).toContain(`${field}: `);
  });

  it('names all fields that are not in order at once', async () => {
    const { body } = await manage.call('POST', '/projects', { platform: 'x', currency: 'y', foo: 1 });
    const fields = body.errors.map(({ field }: { field: string }) => field);
    expect(fields.toSorted()).toEqual(['currency', 'foo', 'kind', 'platform', 'title']);
  });

  it('shares the first workspace, also where two are made at once', async () => {
    await manage.database.pool.query('truncate workspaces cascade');
    await Promise.all(Array.from({ length: 6 }, () => manage.done('POST', '/projects', bot)));
    const found = await manage.database.pool.query('select name from workspaces');
    expect(found.rows).toEqual([{ name: 'Otkuda' }]);
  });
});

describe('a body', () => {
  it('may have 256 KB', async () => {
    const { status, body } = await manage.call('POST', '/projects', { ...bot, title: 'x'.repeat(300_000) });
    expect([status, body.type]).toEqual([413, 'urn:otkuda:problem:too_large']);
  });

  it('may not be nested without end, nor hold what cannot be stored', async () => {
    const deep = await manage.call('POST', '/projects', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, {
      'content-type': 'application/json',
    });
    expect([deep.status, deep.body.errors[0].expected]).toEqual([400, 'less nesting']);
    const nul = await manage.call('POST', '/projects', { ...bot, title: 'a\u0000b' });
    expect([nul.status, nul.body.errors]).toEqual([400, [{ field: 'title', expected: 'text without NUL characters' }]]);
  });

  it('must be JSON', async () => {
    const form = await manage.call('POST', '/projects', 'title=x', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([form.status, form.body.type]).toEqual([415, 'urn:otkuda:problem:unsupported_media_type']);
    const broken = await manage.call('POST', '/projects', '{"title":', { 'content-type': 'application/json' });
    expect([broken.status, broken.body.type]).toEqual([400, 'urn:otkuda:problem:bad_request']);
    const empty = await manage.call('POST', '/projects', '', { 'content-type': 'application/json' });
    expect([empty.status, empty.body.errors[0].field]).toEqual([400, 'body']);
  });
});

describe('a project', () => {
  const create = async (): Promise<string> => (await manage.done('POST', '/projects', bot)).id;

  it('is changed field by field, and tells every process', async () => {
    const id = await create();
    const listener = new pg.Client({ connectionString: manage.database.url });
    await listener.connect();
    await listener.query(`listen ${configChannel}`);
    const told = new Promise((resolve) => listener.once('notification', (message) => resolve(message.payload)));
    const change = {
      title: 'Other',
      username: '@other_bot',
      chat_id: '-1001234567890',
      chat_link: 'https://t.me/+abc',
      suspended: true,
      disabled_methods: ['add_event'],
      auto_detect_minutes: 30,
      toolsy_goals: { subscribed: 'goal' },
      currency: 'EUR',
      time_zone: 'Europe/Berlin',
    };
    const { status, body } = await manage.call('PATCH', `/projects/${id}`, change);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...change, id, username: 'other_bot', platform: 'telegram' });
    expect(await told).toBe(id);
    await listener.end();
    expect(await manage.done('PATCH', `/projects/${id}`, { username: null, chat_link: null })).toMatchObject({
      username: null,
      chat_link: null,
      title: 'Other',
    });
    expect(await manage.done('PATCH', `/projects/${id}`, {})).toMatchObject({ title: 'Other' });
  });

  it('is suspended for the very next call', async () => {
    const id = await create();
    const { key } = await manage.done('POST', `/projects/${id}/keys`, {});
    expect((await manage.directory.findKey(key))?.project.suspended).toBe(false);
    await manage.done('PATCH', `/projects/${id}`, { suspended: true });
    expect((await manage.directory.findKey(key))?.project.suspended).toBe(true);
  });

  it.each([
    [{ platform: 'max' }, 'platform'],
    [{ chat_link: 'javascript:alert(1)' }, 'chat_link'],
    [{ disabled_methods: ['add_event', 'nothing'] }, 'disabled_methods.1'],
    [{ auto_detect_minutes: 0 }, 'auto_detect_minutes'],
    [{ toolsy_goals: { a: '' } }, 'toolsy_goals.a'],
    [{ suspended: 'yes' }, 'suspended'],
  ])('does not take %j', async (change, field) => {
    const { status, body } = await manage.call('PATCH', `/projects/${await create()}`, change);
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });

  it('that is deleted is gone, while its keys know that it was there', async () => {
    const id = await create();
    const { key } = await manage.done('POST', `/projects/${id}/keys`, {});
    expect((await manage.call('DELETE', `/projects/${id}`)).status).toBe(204);
    expect((await manage.call('GET', `/projects/${id}`)).status).toBe(404);
    expect((await manage.call('DELETE', `/projects/${id}`)).status).toBe(404);
    expect((await manage.directory.findKey(key))?.project.deleted).toBe(true);
    const { items } = await manage.done('GET', '/projects?limit=1000');
    expect(items.map((project: { id: string }) => project.id)).not.toContain(id);
  });

  it.each(['0', '999999999', 'abc', '1e3', '99999999999999999999', '1%00'])(
    'with the id %s is not found',
    async (id) => {
      const { status, body } = await manage.call('GET', `/projects/${id}`);
      expect([status, body.type]).toEqual([404, 'urn:otkuda:problem:not_found']);
    },
  );
});

describe('where no admin token is set', () => {
  const closed = useManage(null);
  it('nobody may call, and the answer says what to set', async () => {
    const { status, body } = await closed.call('GET', '/projects', undefined, {
      authorization: `Bearer ${adminToken}`,
    });
    expect(status).toBe(401);
    expect(body.detail).toContain('OTKUDA_ADMIN_TOKEN');
  });
});
