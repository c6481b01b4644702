import { type Answer, jsonAnswer } from '../stand-in/answer.ts';
import type { PlatformRequest } from '../stand-in/stand-in.ts';
import { permissionDenied, unauthenticated } from './api-error.ts';

export const DATA_MANAGER_SCOPE = 'https://www.googleapis.com/auth/datamanager';

/** A person who let an OAuth client of a Google Cloud project act for them. */
export interface CredentialSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  /** Default: that of the Data Manager API. */
  readonly scope?: string;
  /** Google Ads accounts, managers included, that the person may use. */
  readonly accounts: readonly string[];
}

interface AccessToken {
  readonly credentials: CredentialSettings;
  readonly expiresMs: number;
}

const LIFE_SECONDS = 3599;

/** The OAuth server: refresh tokens in, access tokens out (adplatforms.md §5.1; RFC 6749 §5.2, §6). */
export class Credentials {
  readonly #byRefreshToken = new Map<string, CredentialSettings>();
  readonly #tokens = new Map<string, AccessToken>();
  #issued = 0;

  add(credentials: CredentialSettings): void {
    this.#byRefreshToken.set(credentials.refreshToken, credentials);
  }

  /** As when the person withdraws their consent: neither the refresh token nor what it brought works any more. */
  revoke(refreshToken: string): void {
    this.#byRefreshToken.delete(refreshToken);
    for (const [token, { credentials }] of this.#tokens) {
      if (credentials.refreshToken === refreshToken) this.#tokens.delete(token);
    }
  }

  /** Makes access tokens worthless before their time; refresh tokens bring new ones. */
  expireAccessTokens(): void {
    this.#tokens.clear();
  }

  answerToken({ method, headers, body }: PlatformRequest, nowMs: number): Answer {
    const isForm = /^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? '');
    if (method !== 'POST' || !isForm) return oauthError(400, 'invalid_request', 'POST a form');
    const form = new URLSearchParams(body.toString('utf8'));
    if (form.get('grant_type') !== 'refresh_token') {
      return oauthError(400, 'unsupported_grant_type', 'Invalid grant_type');
    }
    const clients = [...this.#byRefreshToken.values()];
    const credentials = this.#byRefreshToken.get(form.get('refresh_token') ?? '');
    const clientId = form.get('client_id');
    const clientSecret = form.get('client_secret');
    // Without a grant of its own a client is told nothing of itself either.
    const known = clients.find((one) => one.clientId === clientId);
    if (known !== undefined && known.clientSecret !== clientSecret) {
      return oauthError(401, 'invalid_client', 'Unauthorized');
    }
    if (credentials === undefined || credentials.clientId !== clientId) {
      return oauthError(400, 'invalid_grant', 'Token has been expired or revoked.');
    }
    return jsonAnswer(200, {
      access_token: this.#issue(credentials, nowMs),
      expires_in: LIFE_SECONDS,
      scope: credentials.scope ?? DATA_MANAGER_SCOPE,
      token_type: 'Bearer',
    });
  }

  /** @throws {ApiError} 401 for a token that is none or over, 403 for one of another scope. */
  authorise(authorization: string | undefined, nowMs: number): CredentialSettings {
    const value = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '';
    const token = this.#tokens.get(value);
    if (token === undefined || token.expiresMs <= nowMs) throw unauthenticated();
    const { scope = DATA_MANAGER_SCOPE } = token.credentials;
    if (!scope.split(' ').includes(DATA_MANAGER_SCOPE)) throw permissionDenied('ACCESS_TOKEN_SCOPE_INSUFFICIENT');
    return token.credentials;
  }

  #issue(credentials: CredentialSettings, nowMs: number): string {
    this.#issued += 1;
    const value = `ya29.${this.#issued}`;
    this.#tokens.set(value, { credentials, expiresMs: nowMs + LIFE_SECONDS * 1000 });
    return value;
  }
}

function oauthError(status: number, error: string, description: string): Answer {
  return jsonAnswer(status, { error, error_description: description });
}
