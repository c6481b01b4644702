import { describe, expect, it } from 'vitest';
import { COUNTER, NOW_MS, startWithCounter } from './fixture.ts';
import type { OAuthAppSettings } from './oauth.ts';
import type { YandexMetricaSimulator } from './simulator.ts';

const app: OAuthAppSettings = {
  clientId: 'app',
  clientSecret: 'secret',
  redirectUris: ['https://otkuda.test/back'],
  scopes: ['metrika:offline_data', 'metrika:read'],
  login: COUNTER.login,
  tokenSeconds: 3600,
};

async function start(changes: Partial<OAuthAppSettings> = {}) {
  const clock = { nowMs: NOW_MS };
  const simulator = await startWithCounter({ now: () => clock.nowMs });
  simulator.addApp({ ...app, ...changes });
  return { simulator, clock };
}

function authorize({ url }: YandexMetricaSimulator, changes: Record<string, string> = {}): Promise<Response> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'app',
    redirect_uri: 'https://otkuda.test/back',
    scope: 'metrika:offline_data',
    state: 'mine',
    ...changes,
  });
  return fetch(`${url}/authorize?${query.toString()}`, { redirect: 'manual' });
}

async function codeOf(simulator: YandexMetricaSimulator): Promise<string> {
  const answer = await authorize(simulator);
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

async function token({ url }: YandexMetricaSimulator, fields: Record<string, string>) {
  const form = { client_id: 'app', client_secret: 'secret', ...fields };
  const answer = await fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

const list = async ({ url }: YandexMetricaSimulator, accessToken = ''): Promise<number> => {
  const headers = { authorization: `OAuth ${accessToken}` };
  const path = `/management/v1/counter/${COUNTER.id}/offline_conversions/uploadings`;
  return (await fetch(`${url}${path}`, { headers })).status;
};

describe('Yandex OAuth', () => {
  it('sends the browser back with a code and the state, and its tokens open the counter until they expire', async () => {
    const { simulator, clock } = await start();
    const back = new URL((await authorize(simulator)).headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('mine');
    const code = back.searchParams.get('code') ?? '';
    const { body } = await token(simulator, { grant_type: 'authorization_code', code });
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'metrika:offline_data' });
    expect(await list(simulator, body.access_token)).toBe(200);
    clock.nowMs += 3_600_000;
    expect(await list(simulator, body.access_token)).toBe(401);
    const renewed = await token(simulator, {
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token ?? '',
    });
    expect(await list(simulator, renewed.body.access_token)).toBe(200);
    const again = await token(simulator, { grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '' });
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it.each([
    [{ client_id: 'other' }, 'invalid_client'],
    [{ redirect_uri: 'https://otkuda.test/back/' }, 'invalid_request'],
    [{ state: 's'.repeat(1025) }, 'invalid_request'],
  ])('sends nobody anywhere with %j', async (changes, error) => {
    const { simulator } = await start();
    const answer = await authorize(simulator, changes);
    expect([answer.status, await answer.json()]).toMatchObject([400, { error }]);
  });

  it.each([
    [{}, { scope: 'metrika:write' }, 'invalid_scope'],
    [{}, { response_type: 'token' }, 'unsupported_response_type'],
    [{ login: null }, {}, 'access_denied'],
  ])('sends the browser of %j back without a code for %j', async (settings, changes, error) => {
    const { simulator } = await start(settings);
    const back = new URL((await authorize(simulator, changes)).headers.get('location') ?? '');
    expect(Object.fromEntries(back.searchParams)).toEqual({ error, state: 'mine' });
  });

  it('refuses a wrong secret, another redirect address and a stale code', async () => {
    const { simulator, clock } = await start();
    const code = await codeOf(simulator);
    const exchange = { grant_type: 'authorization_code', code };
    expect(await token(simulator, { ...exchange, client_secret: 'x' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_client' },
    });
    expect(await token(simulator, { ...exchange, redirect_uri: 'https://evil.test' })).toMatchObject({
      body: { error: 'invalid_grant' },
    });
    clock.nowMs += 10 * 60_000;
    expect(await token(simulator, exchange)).toMatchObject({ body: { error: 'invalid_grant' } });
  });

  it('takes a code once, and takes back what it brought when it comes again', async () => {
    const { simulator } = await start();
    const exchange = { grant_type: 'authorization_code', code: await codeOf(simulator) };
    const { body } = await token(simulator, exchange);
    expect(await token(simulator, exchange)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await list(simulator, body.access_token)).toBe(401);
  });
});
