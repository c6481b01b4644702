import { beforeAll, describe, expect, it } from 'vitest';
import { offerOwnership } from '../../accounts/owner-setup.ts';
import { cookieOf, fromPage, invited, type Person, password } from '../testing/person.ts';
import { placesOf } from '../testing/places-of.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();
const page: typeof manage.call = (...call) => fromPage(manage)(...call);
let owner: Person;
let workspaceId = '';
let setupToken = '';

const signIn = (email: string, given = password) => page('POST', '/session', { email, password: given });

beforeAll(async () => {
  await manage.done('POST', '/projects', { platform: 'telegram', kind: 'bot', title: 'Before anybody came' });
});

describe('the first owner', () => {
  const anna = { email: 'Anna@Example.org', password, name: 'Анна', language: 'ru' };

  it('is not made without the token of the printed link', async () => {
    setupToken = (await offerOwnership(manage.database.pool, manage.nowMs)) ?? '';
    expect(setupToken).toMatch(/^otf_/);
    const { status, body } = await page('POST', '/owner', { token: `${setupToken}x`, ...anna });
    expect([status, body.detail]).toEqual([403, expect.stringContaining('this link is not known')]);
  });

  it.each([
    ['a short password', { password: '123456789' }, 'password'],
    ['the address as the password', { password: 'anna@example.org' }, 'password'],
    ['one character repeated', { password: 'aaaaaaaaaaaa' }, 'password'],
    ['no address', { email: 'anna' }, 'email'],
    ['a language that is not there', { language: 'de' }, 'language'],
  ])('is refused with %s, by name of the field', async (_what, wrong, field) => {
    const { status, body } = await page('POST', '/owner', { token: setupToken, ...anna, ...wrong });
    expect([status, body.errors]).toEqual([400, [{ field, expected: expect.any(String) }]]);
  });

  it('is made once, also where the link is used twice at the same moment, and owns what the operator made', async () => {
    const both = await Promise.all([
      page('POST', '/owner', { token: setupToken, ...anna }),
      page('POST', '/owner', { token: setupToken, ...anna, email: 'other@example.org' }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const made = both.find(({ status }) => status === 201);
    const { user, workspaces } = made?.body ?? {};
    expect(workspaces).toEqual([{ id: expect.any(String), name: 'Otkuda', role: 'owner' }]);
    workspaceId = workspaces[0].id;
    const cookie = cookieOf(made?.headers ?? {});
    owner = { id: user.id, email: user.email, cookie, call: fromPage(manage, cookie) };
    const { body } = await owner.call('GET', '/projects');
    expect(body.items.map(({ title }: { title: string }) => title)).toEqual(['Before anybody came']);
  });

  it('makes further links worth nothing', async () => {
    expect(await offerOwnership(manage.database.pool, manage.nowMs)).toBeNull();
    const { status } = await page('POST', '/owner', { token: setupToken, ...anna });
    expect(status).toBe(409);
  });
});

describe('signing in', () => {
  it('takes the address in any case and gives a cookie that scripts cannot read and http does not carry', async () => {
    const { status, body, headers } = await signIn(` ${owner.email.toUpperCase()} `);
    expect([status, body.user]).toEqual([201, expect.objectContaining({ id: owner.id, email: owner.email })]);
    expect(headers['set-cookie']).toMatch(
      /^otkuda_session=ots_[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure$/,
    );
  });

  it('stores neither password nor cookie', async () => {
    const { headers } = await signIn(owner.email);
    const cookie = cookieOf(headers).slice('otkuda_session='.length);
    expect(await placesOf(manage.database.pool, cookie)).toEqual([]);
    expect(await placesOf(manage.database.pool, password)).toEqual([]);
  });

  it('answers an unknown address and a wrong password alike', async () => {
    const wrong = await signIn(owner.email, 'wrong password');
    const unknown = await signIn('nobody@example.org');
    expect([wrong.status, wrong.text]).toEqual([401, unknown.text]);
  });

  it('is slowed down after five failures for this address only, and says when to come again', async () => {
    const { email } = await invited(manage, workspaceId, 'viewer');
    for (let tries = 0; tries < 5; tries += 1) expect((await signIn(email, 'wrong password')).status).toBe(401);
    const { status, headers, body } = await signIn(email);
    expect([status, headers['retry-after'], body.type]).toEqual([429, '1', 'urn:otkuda:problem:too_many']);
    expect((await signIn(owner.email)).status).toBe(201);
    manage.nowMs += 1_000;
    expect((await signIn(email)).status).toBe(201);
  });

  it('ends after thirty days without a call, and is prolonged by one', async () => {
    const { headers } = await signIn(owner.email);
    const call = fromPage(manage, cookieOf(headers));
    const dayMs = 86_400_000;
    for (const days of [29, 29]) {
      manage.nowMs += days * dayMs;
      expect((await call('GET', '/session')).status).toBe(200);
    }
    manage.nowMs += 30 * dayMs;
    const { status, body } = await call('GET', '/session');
    expect([status, body.detail]).toEqual([401, 'this session has ended: sign in again']);
    owner = { ...owner, call: fromPage(manage, cookieOf((await signIn(owner.email)).headers)) };
  });

  it('is undone by signing out, for this browser only', async () => {
    const other = fromPage(manage, cookieOf((await signIn(owner.email)).headers));
    const out = await other('DELETE', '/session');
    expect([out.status, out.headers['set-cookie']]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect((await other('GET', '/session')).status).toBe(401);
    expect((await owner.call('GET', '/session')).status).toBe(200);
  });
});

describe('a change that a page of another site makes the browser send', () => {
  it.each([
    ['of another site', 'https://evil.test'],
    ['of another port', 'https://otkuda.test:8443'],
    ['without one', ''],
    ['that is none', 'null'],
  ])('is refused by its origin: %s', async (_what, origin) => {
    const { status, body } = await owner.call('PATCH', '/account', { name: 'Evil' }, { origin });
    expect([status, body.type]).toEqual([403, 'urn:otkuda:problem:forbidden']);
    expect((await page('POST', '/session', { email: owner.email, password }, { origin })).status).toBe(403);
    expect((await owner.call('GET', '/account')).body.name).toBe('Анна');
  });

  it('is taken from a page of the host that was called, whatever PUBLIC_URL says', async () => {
    const headers = { origin: 'http://10.0.0.7:3000', host: '10.0.0.7:3000' };
    expect((await owner.call('PATCH', '/account', { theme: 'dark' }, headers)).status).toBe(200);
  });
});

describe('the own account', () => {
  it('is changed field by field', async () => {
    const { body } = await owner.call('PATCH', '/account', { name: ' Анна П. ', language: 'en' });
    expect(body).toEqual({ id: owner.id, email: owner.email, name: 'Анна П.', language: 'en', theme: 'dark' });
  });

  it('gets another password only with the one there is; all other sessions end, this one does not', async () => {
    const other = fromPage(manage, cookieOf((await signIn(owner.email)).headers));
    const next = 'another good password';
    const wrong = await owner.call('PATCH', '/account', { password: { current: 'x', next } });
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([400, 'password.current']);
    expect((await owner.call('PATCH', '/account', { password: { current: password, next } })).status).toBe(200);
    expect((await other('GET', '/session')).status).toBe(401);
    expect((await owner.call('GET', '/session')).status).toBe(200);
    expect((await signIn(owner.email)).status).toBe(401);
    expect((await signIn(owner.email, next)).status).toBe(201);
    await owner.call('PATCH', '/account', { password: { current: next, next: password } });
  });

  it('shows the browsers that are signed in, and ends any of them', async () => {
    const second = await page('POST', '/session', { email: owner.email, password }, { 'user-agent': 'Second/1.0' });
    const { body } = await owner.call('GET', '/account/sessions');
    const found = body.items.find((item: { user_agent: string }) => item.user_agent === 'Second/1.0');
    expect(found).toMatchObject({ current: false, ip: '127.0.0.0' });
    expect(body.items.filter((item: { current: boolean }) => item.current)).toHaveLength(1);
    expect((await owner.call('DELETE', `/account/sessions/${found.id}`)).status).toBe(204);
    expect((await fromPage(manage, cookieOf(second.headers))('GET', '/session')).status).toBe(401);
  });
});

describe('a token for scripts', () => {
  const withToken = (token: string) => (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) =>
    manage.call(method, path, body, { authorization: `Bearer ${token}` });

  it('is shown once, stored nowhere, and may do what its maker may up to its role', async () => {
    const made = await owner.call('POST', '/account/tokens', { name: 'Export', role: 'viewer' });
    const { token, id, token_hint } = made.body;
    expect([made.status, token_hint]).toEqual([201, `ott_…${token.slice(-4)}`]);
    expect(await placesOf(manage.database.pool, token)).toEqual([]);
    const script = withToken(token);
    expect((await script('GET', '/projects')).body.items).toHaveLength(1);
    expect((await script('POST', '/projects', { platform: 'max', kind: 'bot', title: 'No' })).status).toBe(403);
    const { body } = await owner.call('GET', '/account/tokens');
    expect(body.items).toEqual([expect.objectContaining({ id, name: 'Export', used_at: expect.any(String) })]);
    expect(body.items[0]).not.toHaveProperty('token');
    expect((await owner.call('DELETE', `/account/tokens/${id}`)).status).toBe(204);
    expect((await script('GET', '/projects')).status).toBe(401);
  });

  it('makes no tokens and changes no password', async () => {
    const { body } = await owner.call('POST', '/account/tokens', { name: 'All', role: 'owner' });
    const script = withToken(body.token);
    expect((await script('GET', '/account')).body.email).toBe(owner.email);
    expect((await script('POST', '/account/tokens', { name: 'More' })).status).toBe(403);
    expect((await script('GET', '/account/sessions')).status).toBe(403);
  });

  it('ends when it says so', async () => {
    const expires_at = new Date(manage.nowMs + 60_000).toISOString();
    const { body } = await owner.call('POST', '/account/tokens', { name: 'Short', expires_at });
    const script = withToken(body.token);
    expect((await script('GET', '/account')).status).toBe(200);
    manage.nowMs += 60_000;
    expect((await script('GET', '/account')).status).toBe(401);
  });
});

describe('a team', () => {
  const accept = (token: string | null, email: string, given = password) =>
    page('POST', '/invitations/accept', { token, email, password: given });
  const offer = async (body: object): Promise<string | null> => {
    const made = await owner.call('POST', `/workspaces/${workspaceId}/invitations`, body);
    return new URL(made.body.url).searchParams.get('token');
  };

  it('grows by a link that is good once', async () => {
    const token = await offer({ role: 'editor' });
    const first = await accept(token, 'boris@example.org');
    expect([first.status, first.body.workspaces]).toEqual([201, [expect.objectContaining({ role: 'editor' })]]);
    expect((await accept(token, 'vera@example.org')).status).toBe(403);
    const { body } = await owner.call('GET', `/workspaces/${workspaceId}/members`);
    expect(body.items.map((one: { email: string; role: string }) => [one.email, one.role])).toEqual(
      expect.arrayContaining([
        [owner.email, 'owner'],
        ['boris@example.org', 'editor'],
      ]),
    );
  });

  it('refuses another address than the one that was invited, and the invitation stays good', async () => {
    const token = await offer({ role: 'viewer', email: 'vera@example.org' });
    expect((await accept(token, 'boris@example.org')).status).toBe(403);
    expect((await accept(token, 'Vera@example.org')).status).toBe(201);
  });

  it('lets somebody who has an account in with their own password only', async () => {
    const token = await offer({ role: 'viewer' });
    expect((await accept(token, 'boris@example.org', 'not the password')).status).toBe(403);
    expect((await accept(token, 'boris@example.org')).body.workspaces[0].role).toBe('viewer');
  });

  it('forgets invitations that were withdrawn or are over', async () => {
    const withdrawn = await offer({ role: 'viewer' });
    const list = `/workspaces/${workspaceId}/invitations`;
    const [{ id }] = (await owner.call('GET', list)).body.items;
    expect((await owner.call('DELETE', `${list}/${id}`)).status).toBe(204);
    expect((await accept(withdrawn, 'gleb@example.org')).status).toBe(403);
    const old = await offer({ role: 'viewer' });
    manage.nowMs += 14 * 86_400_000;
    expect((await accept(old, 'gleb@example.org')).status).toBe(403);
    expect((await owner.call('GET', list)).body.items).toEqual([]);
  });

  it('keeps an owner, also where two take each other the role at once', async () => {
    const members = `/workspaces/${workspaceId}/members`;
    const alone = await owner.call('PATCH', `${members}/${owner.id}`, { role: 'viewer' });
    expect([alone.status, alone.body.detail]).toEqual([409, expect.stringContaining('needs an owner')]);
    expect((await owner.call('DELETE', `${members}/${owner.id}`)).status).toBe(409);
    const second = await invited(manage, workspaceId, 'owner');
    const both = await Promise.all([
      owner.call('PATCH', `${members}/${second.id}`, { role: 'viewer' }),
      second.call('PATCH', `${members}/${owner.id}`, { role: 'viewer' }),
    ]);
    const statuses = both.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const { body } = await owner.call('GET', members);
    expect(body.items.filter((one: { role: string }) => one.role === 'owner')).toHaveLength(1);
    await manage.done('PATCH', `${members}/${owner.id}`, { role: 'owner' });
  });

  it('that somebody leaves is gone for them, and for their tokens, with the next call', async () => {
    const leaving = await invited(manage, workspaceId, 'editor');
    const { body } = await leaving.call('POST', '/account/tokens', { name: 'Mine' });
    expect((await leaving.call('GET', '/projects')).body.items).toHaveLength(1);
    expect((await owner.call('DELETE', `/workspaces/${workspaceId}/members/${leaving.id}`)).status).toBe(204);
    expect((await leaving.call('GET', '/projects')).body.items).toEqual([]);
    expect((await leaving.call('GET', `/workspaces/${workspaceId}/members`)).status).toBe(404);
    const bearer = { authorization: `Bearer ${body.token}` };
    expect((await manage.call('GET', '/projects', undefined, bearer)).body.items).toEqual([]);
  });
});
