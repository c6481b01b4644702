import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf, retryAfterSeconds } from './answer.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import type { Failure } from './outcome.ts';
import type { SignIn } from './sign-in.ts';
import type { Token, TokenStep } from './token.ts';
import type { YandexMetricaSettings } from './yandex-metrica-request.ts';

const scopes = ['metrika:offline_data', 'metrika:read', 'metrika:write'];
/** Either lets offline conversions in. Source: reference/adplatforms.md §2.1. */
const enough: ReadonlySet<string> = new Set(['metrika:offline_data', 'metrika:write']);

const issued = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  expires_in: Type.Number({ minimum: 0 }),
  refresh_token: Type.Optional(Type.String({ minLength: 1 })),
  scope: Type.Optional(Type.String()),
});
const refused = Type.Object({ error: Type.String(), error_description: Type.Optional(Type.String()) });

const timeoutMs = 15_000;
const marginMs = 2 * 60_000;
// A token lives for a year, its refresh token no longer. Where Yandex thinks it too early it answers with the same token again.
const renewBeforeMs = 30 * 86_400_000;

/** Yandex OAuth, the code flow. Source: yandex.ru/dev/id/doc, "Код подтверждения из URL"; reference/adplatforms.md §2.1. */
export const yandexSignIn: SignIn<YandexMetricaSettings> = {
  baseUrl: 'yandexOauthUrl',
  lacks: (settings) => (['client_id', 'client_secret'] as const).filter((name) => settings[name] === undefined),
  address({ client_id = '' }, baseUrl, { redirectUri, state }) {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id,
      redirect_uri: redirectUri,
      scope: scopes.join(' '),
      state,
      // Else a browser that is signed in passes in silence, maybe with a login that may not edit the counter.
      force_confirm: 'yes',
    });
    return `${baseUrl}/authorize?${query.toString()}`;
  },
  request: ({ client_id = '', client_secret = '' }, baseUrl, { code, redirectUri }) =>
    tokenPost(baseUrl, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id,
      client_secret,
    }),
  read,
};

/** A token given by hand is used as it is; one that came by signing in is renewed a month before it ends, or when it is refused. */
export const yandexToken: TokenStep<YandexMetricaSettings> = {
  baseUrl: 'yandexOauthUrl',
  request(settings, baseUrl, nowMs, wasRefused) {
    const endsMs = yandexAccessEndsMs(settings);
    const stands = settings.oauth_token !== undefined && !wasRefused;
    if (stands && (endsMs === null || endsMs - nowMs > renewBeforeMs || !renews(settings))) return null;
    if (!renews(settings)) {
      if (settings.oauth_token !== undefined) return null;
      const reason = yandexSignIn.lacks(settings).length === 0 ? 'not_connected' : 'settings_unreadable';
      return { class: 'needs_owner', reason, detail: '' };
    }
    const { client_id = '', client_secret = '', refresh_token = '' } = settings;
    return tokenPost(baseUrl, { grant_type: 'refresh_token', refresh_token, client_id, client_secret });
  },
  renews,
  read,
};

export function yandexAccessEndsMs({ expires_at }: YandexMetricaSettings): number | null {
  return expires_at === undefined ? null : Date.parse(expires_at);
}

function renews({ client_id, client_secret, refresh_token }: YandexMetricaSettings): boolean {
  return client_id !== undefined && client_secret !== undefined && refresh_token !== undefined;
}

function tokenPost(baseUrl: string, form: Readonly<Record<string, string>>): HttpRequest {
  return {
    method: 'POST',
    url: `${baseUrl}/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
    timeoutMs,
  };
}

function read(answer: HttpAnswer, nowMs: number): Token | Failure {
  const body = jsonOf(answer);
  if (answer.status !== 200) return failure(answer, body, nowMs);
  if (!Check(issued, body)) return { class: 'retryable', afterSeconds: null, reason: 'answer_unreadable', detail: '' };
  const { access_token: value, expires_in: seconds, refresh_token, scope } = body;
  // Named where it is not what was asked for.
  if (scope !== undefined && !scope.split(' ').some((right) => enough.has(right))) {
    return { class: 'needs_owner', reason: 'scope_missing', detail: scope };
  }
  const endsMs = nowMs + seconds * 1000;
  const replaces = {
    oauth_token: value,
    expires_at: new Date(endsMs).toISOString(),
    ...(refresh_token === undefined ? {} : { refresh_token }),
  };
  return { class: 'token', value, expiresMs: endsMs - marginMs, replaces };
}

/** Source: yandex.ru/dev/id/doc, errors of `/token`; RFC 6749 §5.2. */
function failure(answer: HttpAnswer, body: unknown, nowMs: number): Failure {
  const { status } = answer;
  const afterSeconds = retryAfterSeconds(answer, nowMs);
  const { error, error_description: description = '' } = Check(refused, body) ? body : { error: `HTTP ${status}` };
  const detail = `${error}: ${description}`;
  switch (error) {
    case 'invalid_grant':
    case 'bad_verification_code':
      return { class: 'needs_owner', reason: 'token_invalid', detail };
    case 'invalid_client':
    case 'unauthorized_client':
      return { class: 'needs_owner', reason: 'oauth_client_wrong', detail };
    case 'invalid_scope':
      return { class: 'needs_owner', reason: 'scope_missing', detail };
  }
  if (status === 429) return { class: 'throttled', afterSeconds, reason: 'too_many_requests', detail };
  return { class: 'retryable', afterSeconds, reason: status >= 500 ? 'platform_error' : 'unexpected_answer', detail };
}
