import { randomUUID } from 'node:crypto';
import type { OAuthAppSettings } from '@otkuda/simulators';
import { beforeAll, describe, expect, it } from 'vitest';
import { Sealer } from '../../secrets/seal.ts';
import { useDatabase } from '../../testing/test-database.ts';
import { type TestBot, useServer } from '../../testing/test-server.ts';
import { openState, sealState } from './sign-in-state.ts';

/** The whole way over a real server, its database and the stand-in of Yandex. */
const secretKey = 'the secret key of the tests';
const sealer = new Sealer(secretKey);
const database = useDatabase();
const server = useServer(database, { OTKUDA_SECRET_KEY: secretKey });
let app: OAuthAppSettings;
let cookie = '';

beforeAll(async () => {
  app = {
    clientId: 'app',
    clientSecret: 'the-secret-of-the-app',
    redirectUris: [`${server.url}/api/v1/destinations/oauth/callback`],
    scopes: ['metrika:offline_data', 'metrika:read', 'metrika:write'],
    login: 'owner',
  };
  server.metrica.addApp(app);
  const token = new URL(server.setupUrl ?? '').searchParams.get('token');
  const owner = { token, email: 'owner@example.org', password: 'correct horse battery' };
  const made = await fetch(`${server.url}/api/v1/owner`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify(owner),
  });
  expect(made.status).toBe(201);
  cookie = /^[^;]*/.exec(made.headers.get('set-cookie') ?? '')?.[0] ?? '';
});

interface Begun {
  readonly bot: TestBot;
  readonly destinationId: string;
  readonly counterId: string;
  readonly url: URL;
}

let counters = 0;

async function destination(settings: object = { client_id: 'app', client_secret: 'the-secret-of-the-app' }) {
  counters += 1;
  const counterId = String(7_000_000 + counters);
  server.metrica.addCounter({ id: counterId, login: 'owner', token: 'by-hand', goals: ['bot_start'] });
  const bot = await server.bot();
  const made = await bot.manage('POST', '/destinations', {
    type: 'yandex_metrica',
    name: 'Метрика',
    settings: { counter_id: counterId, ...settings },
    goals: { start: 'bot_start' },
  });
  expect(made).toMatchObject({ httpStatus: 201 });
  return { bot, destinationId: made.body.id as string, counterId };
}

/** `by`: headers of who begins; the operator's token by default. */
async function begin(by?: Record<string, string>): Promise<Begun> {
  const made = await destination();
  const path = `/destinations/${made.destinationId}/oauth`;
  if (by === undefined) {
    const { body } = await made.bot.manage('POST', path);
    return { ...made, url: new URL(body.url) };
  }
  const address = `${server.url}/api/v1/projects/${made.bot.projectId}${path}`;
  const answer = await fetch(address, { method: 'POST', headers: { origin: server.url, ...by } });
  const { url } = (await answer.json()) as { url: string };
  return { ...made, url: new URL(url) };
}

/** The browser at Yandex: where it is sent back to. */
async function consent(url: URL): Promise<URL> {
  return new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
}

const comeBack = (url: URL, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { redirect: 'manual', headers });

const withState = (url: URL, state: string): URL => {
  const changed = new URL(url);
  changed.searchParams.set('state', state);
  return changed;
};

const stateOf = (url: URL): string => url.searchParams.get('state') ?? '';
const exchanges = (): number => server.metrica.requests().filter(({ path }) => path === '/token').length;

describe('signing in with Yandex', () => {
  it('connects a destination that waited, and what waited is told', async () => {
    const { bot, destinationId, counterId, url } = await begin();
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'app',
      redirect_uri: app.redirectUris[0],
      scope: 'metrika:offline_data metrika:read metrika:write',
    });
    const shown = async () => (await bot.manage('GET', `/destinations/${destinationId}`)).body;
    const link = await bot.manage('POST', '/links', { name: 'Ad', ad_system: 'yandex' });
    const headers = { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1' };
    const click = await fetch(`${link.body.url}?yclid=14567890123456789`, { redirect: 'manual', headers });
    const code = new URL(click.headers.get('location') ?? '').searchParams.get('start');
    await bot.call('user_did_start_bot', { user_id: '77', start_value: code });
    await expect.poll(shown).toMatchObject({ state: 'needs_owner', reason: 'not_connected' });

    const back = await comeBack(await consent(url));
    expect(back.status).toBe(302);
    expect(back.headers.get('location')).toBe(
      `${server.url}/p/${bot.projectId}/conversions?connected=${destinationId}`,
    );
    expect(await shown()).toMatchObject({
      state: 'active',
      reason: null,
      settings: { counter_id: counterId, client_id: 'app', oauth_token: expect.stringMatching(/^…/) },
    });
    await expect.poll(async () => (await shown()).counts.confirmed).toBe(1);
    expect(server.metrica.accepted(counterId)).toMatchObject([{ id: '14567890123456789' }]);
    const { rows } = await database.pool.query(
      `select access_ends_at > now() + interval '364 days' as later, sign_in_nonce, settings_sealed from destinations
       where destination_id = $1`,
      [destinationId],
    );
    expect(rows[0]).toMatchObject({ later: true, sign_in_nonce: null });
    const stored = JSON.parse(sealer.open(rows[0].settings_sealed));
    expect(rows[0].settings_sealed.includes(stored.oauth_token)).toBe(false);
    const log = await database.pool.query('select request, answer from attempts where destination_id = $1', [
      destinationId,
    ]);
    const text = JSON.stringify(log.rows);
    for (const secret of [stored.oauth_token, stored.refresh_token, app.clientSecret]) {
      expect(text).not.toContain(secret);
    }
  });

  it('ends in the browser that began it, and in no other', async () => {
    const { bot, destinationId, url } = await begin({ cookie });
    const before = exchanges();
    const back = await consent(url);
    for (const headers of [{}, { cookie: 'otkuda_session=ots_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }]) {
      expect((await comeBack(back, headers)).status).toBe(400);
    }
    expect(exchanges()).toBe(before);
    const { headers } = await comeBack(back, { cookie });
    expect(headers.get('location')).toBe(`${server.url}/p/${bot.projectId}/conversions?connected=${destinationId}`);
  });

  it('takes a state once', async () => {
    const { url } = await begin();
    const back = await consent(url);
    expect((await comeBack(back)).status).toBe(302);
    const before = exchanges();
    const again = await comeBack(back);
    expect([again.status, await again.json()]).toMatchObject([400, { errors: [{ field: 'state' }] }]);
    expect(exchanges()).toBe(before);
  });

  it('takes no state that is forged, changed, too old, of another server or of a sign-in that was begun anew', async () => {
    const { bot, destinationId, url } = await begin();
    const back = await consent(url);
    const state = stateOf(back);
    const opened = openState(sealer, state, Date.now());
    if (opened === null) throw new Error('the state is sealed with another key');
    const changed = Buffer.from(state, 'base64url');
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    const bad = [
      '',
      'nonsense',
      changed.toString('base64url'),
      Buffer.from(JSON.stringify(opened)).toString('base64url'),
      sealState(new Sealer('another secret key'), opened),
      sealState(sealer, { ...opened, expiresMs: Date.now() - 1 }),
      sealState(sealer, { ...opened, nonce: 'another' }),
      sealState(sealer, { ...opened, destinationId: randomUUID() }),
      // Sealed by this server, for something else.
      sealer.seal(JSON.stringify({ counter_id: '1', oauth_token: 'x' })).toString('base64url'),
    ];
    const before = exchanges();
    for (const one of bad) expect([one, (await comeBack(withState(back, one))).status]).toEqual([one, 400]);
    await bot.manage('POST', `/destinations/${destinationId}/oauth`);
    expect((await comeBack(back)).status).toBe(400);
    expect(exchanges()).toBe(before);
  });

  it('tells why it failed: no consent, a wrong secret, a code that was used', async () => {
    const refused = await begin();
    server.metrica.addApp({ ...app, login: null });
    const denied = await comeBack(await consent(refused.url));
    server.metrica.addApp({ ...app, clientSecret: 'another' });
    const wrong = await comeBack(await consent((await begin()).url));
    server.metrica.addApp(app);
    const used = await consent((await begin()).url);
    expect((await comeBack(used)).headers.get('location')).toContain('?connected=');
    const other = await begin();
    const reused = await comeBack(withState(used, stateOf(other.url)));
    const reasons = [denied, wrong, reused].map(({ headers }) =>
      new URL(headers.get('location') ?? '').searchParams.get('reason'),
    );
    expect(reasons).toEqual(['access_denied_by_person', 'oauth_client_wrong', 'token_invalid']);
  });

  it('begins only where there is an app to sign in with', async () => {
    const { bot, destinationId } = await destination({ oauth_token: 'by-hand' });
    expect(await bot.manage('POST', `/destinations/${destinationId}/oauth`)).toMatchObject({
      httpStatus: 400,
      body: { errors: [{ field: 'settings.client_id' }, { field: 'settings.client_secret' }] },
    });
    const webhook = await bot.manage('POST', '/destinations', {
      type: 'webhook',
      name: 'w',
      settings: { url: 'https://example.org/', secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` },
    });
    expect(await bot.manage('POST', `/destinations/${webhook.body.id}/oauth`)).toMatchObject({ httpStatus: 409 });
  });
});
