import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf } from './answer.ts';
import type { GoogleAdsSettings } from './google-ads-settings.ts';
import { tokenFailure, tokenMarginMs, tokenRequest } from './oauth.ts';
import type { TokenStep } from './token.ts';

const scope = 'https://www.googleapis.com/auth/datamanager';

const issued = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  expires_in: Type.Number(),
  scope: Type.Optional(Type.String()),
});

/** An access token for an hour, with the refresh token of somebody who may use the account (RFC 6749 §6). Google rotates none. */
export const googleToken: TokenStep<GoogleAdsSettings> = {
  baseUrl: 'googleOauthUrl',
  request: ({ client_id, client_secret, refresh_token }, baseUrl) =>
    tokenRequest(baseUrl, { grant_type: 'refresh_token', client_id, client_secret, refresh_token }),
  renews: () => true,
  read(answer, nowMs) {
    const body = jsonOf(answer);
    if (answer.status !== 200) return tokenFailure(answer, body, nowMs);
    if (!Check(issued, body)) {
      return { class: 'retryable', afterSeconds: null, reason: 'answer_unreadable', detail: '' };
    }
    if (body.scope !== undefined && !body.scope.split(' ').includes(scope)) {
      return { class: 'needs_owner', reason: 'scope_missing', detail: body.scope };
    }
    const expiresMs = nowMs + body.expires_in * 1000 - tokenMarginMs;
    return { class: 'token', value: body.access_token, expiresMs, replaces: null };
  },
};
