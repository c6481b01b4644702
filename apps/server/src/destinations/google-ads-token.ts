import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf, retryAfterSeconds } from './answer.ts';
import type { GoogleAdsSettings } from './google-ads-settings.ts';
import type { HttpAnswer } from './http-message.ts';
import type { Failure } from './outcome.ts';
import type { Token, TokenStep } from './token.ts';

const scope = 'https://www.googleapis.com/auth/datamanager';

const issued = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  expires_in: Type.Number(),
  scope: Type.Optional(Type.String()),
});
const refused = Type.Object({ error: Type.String(), error_description: Type.Optional(Type.String()) });

const timeoutMs = 15_000;
// The call it is for may wait for its turn, and take its time.
const marginMs = 2 * 60_000;

/** An access token for an hour, with the refresh token of somebody who may use the account (RFC 6749 §6). Google rotates none. */
export const googleToken: TokenStep<GoogleAdsSettings> = {
  baseUrl: 'googleOauthUrl',
  request({ client_id, client_secret, refresh_token }, baseUrl) {
    const form = new URLSearchParams({ grant_type: 'refresh_token', client_id, client_secret, refresh_token });
    return {
      method: 'POST',
      url: `${baseUrl}/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      timeoutMs,
    };
  },
  renews: () => true,
  read(answer, nowMs) {
    const body = jsonOf(answer);
    if (answer.status !== 200) return failure(answer, body, nowMs);
    if (!Check(issued, body)) {
      return { class: 'retryable', afterSeconds: null, reason: 'answer_unreadable', detail: '' };
    }
    if (body.scope !== undefined && !body.scope.split(' ').includes(scope)) {
      return { class: 'needs_owner', reason: 'scope_missing', detail: body.scope };
    }
    const expiresMs = nowMs + body.expires_in * 1000 - marginMs;
    return { class: 'token', value: body.access_token, expiresMs, replaces: null };
  },
};

/** Source: RFC 6749 §5.2. */
function failure(answer: HttpAnswer, body: unknown, nowMs: number): Exclude<Failure | Token, Token> {
  const { status } = answer;
  const afterSeconds = retryAfterSeconds(answer, nowMs);
  const { error, error_description: description = '' } = Check(refused, body) ? body : { error: `HTTP ${status}` };
  const detail = `${error}: ${description}`;
  if (error === 'invalid_grant') return { class: 'needs_owner', reason: 'token_invalid', detail };
  if (error === 'invalid_client' || error === 'unauthorized_client') {
    return { class: 'needs_owner', reason: 'oauth_client_wrong', detail };
  }
  if (status === 429) return { class: 'throttled', afterSeconds, reason: 'too_many_requests', detail };
  const reason = status >= 500 ? 'platform_error' : 'unexpected_answer';
  return { class: 'retryable', afterSeconds, reason, detail };
}
