import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf } from './answer.ts';
import type { HttpAnswer } from './http-message.ts';
import { tokenFailure, tokenMarginMs, tokenRequest } from './oauth.ts';
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
    tokenRequest(baseUrl, {
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
    return tokenRequest(baseUrl, { grant_type: 'refresh_token', refresh_token, client_id, client_secret });
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

function read(answer: HttpAnswer, nowMs: number): Token | Failure {
  const body = jsonOf(answer);
  if (answer.status !== 200) return tokenFailure(answer, body, nowMs);
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
  return { class: 'token', value, expiresMs: endsMs - tokenMarginMs, replaces };
}
