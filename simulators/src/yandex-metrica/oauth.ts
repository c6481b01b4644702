import { type Answer, jsonAnswer } from '../stand-in/answer.ts';
import type { Clock } from '../stand-in/clock.ts';
import type { PlatformRequest } from '../stand-in/stand-in.ts';

/** An app registered at oauth.yandex.ru, and who stands at the browser when it asks for access. */
export interface OAuthAppSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where codes may be sent; compared as a whole, as the platform does. */
  readonly redirectUris: readonly string[];
  /** Rights the app was registered with; an app cannot ask for more. */
  readonly scopes: readonly string[];
  /** The login that gives its consent; null: it refuses. */
  readonly login: string | null;
  /** Default: a year (adplatforms.md §2.1). */
  readonly tokenSeconds?: number;
}

interface Grant {
  readonly app: OAuthAppSettings;
  readonly login: string;
  readonly scope: string;
}

interface Code extends Grant {
  readonly expiresMs: number;
  readonly redirectUri: string;
  /** The tokens it brought; empty: not used yet. */
  readonly tokens: string[];
}

const codeMs = 10 * 60_000;
const yearSeconds = 31_536_000;
const stateCharsMax = 1024;

/** oauth.yandex.ru: the code flow and refreshing (RFC 6749 §4.1, §5.2, §6), with the platform's own names of errors. */
export class OAuthServer {
  readonly #clock: Clock;
  readonly #apps = new Map<string, OAuthAppSettings>();
  readonly #codes = new Map<string, Code>();
  readonly #refreshTokens = new Map<string, Grant>();
  readonly #accessTokens = new Map<string, { readonly login: string; readonly expiresMs: number }>();
  #issued = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(app: OAuthAppSettings): void {
    this.#apps.set(app.clientId, app);
  }

  /** As when a login ends all its sessions and withdraws what it granted. */
  revoke(login: string): void {
    for (const [token, owner] of this.#accessTokens) if (owner.login === login) this.#accessTokens.delete(token);
    for (const [token, grant] of this.#refreshTokens) if (grant.login === login) this.#refreshTokens.delete(token);
  }

  /** Whom a token that was issued here speaks for; null: none, or it has expired. */
  loginOf(token: string): string | null {
    const known = this.#accessTokens.get(token);
    return known !== undefined && known.expiresMs > this.#clock() ? known.login : null;
  }

  /** The page of consent, with the click on its button: sends the browser back. What could go to a stranger is refused here. */
  answerAuthorize({ method, query }: PlatformRequest): Answer {
    const app = this.#apps.get(query.get('client_id') ?? '');
    const redirectUri = query.get('redirect_uri') ?? app?.redirectUris[0];
    const state = query.get('state') ?? '';
    if (method !== 'GET' || app === undefined) return oauthError(400, 'invalid_client', 'Unknown client_id');
    if (redirectUri === undefined || !app.redirectUris.includes(redirectUri)) {
      return oauthError(400, 'invalid_request', 'redirect_uri does not match the Callback URL of the app');
    }
    if (state.length > stateCharsMax) return oauthError(400, 'invalid_request', 'state is too long');
    const back = (fields: Readonly<Record<string, string>>): Answer => {
      const url = new URL(redirectUri);
      for (const [name, value] of Object.entries({ ...fields, state })) url.searchParams.set(name, value);
      return { status: 302, headers: { location: url.href }, body: '' };
    };
    if (query.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
    const scope = query.get('scope') ?? app.scopes.join(' ');
    if (!scope.split(' ').every((right) => app.scopes.includes(right))) return back({ error: 'invalid_scope' });
    if (app.login === null) return back({ error: 'access_denied' });
    const code = this.#name('code');
    const expiresMs = this.#clock() + codeMs;
    this.#codes.set(code, { app, login: app.login, scope, redirectUri, expiresMs, tokens: [] });
    return back({ code });
  }

  answerToken({ method, headers, body }: PlatformRequest): Answer {
    const isForm = /^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? '');
    if (method !== 'POST' || !isForm) return oauthError(400, 'invalid_request', 'POST a form');
    const form = new URLSearchParams(body.toString('utf8'));
    const app = this.#apps.get(form.get('client_id') ?? '');
    if (app === undefined) return oauthError(400, 'invalid_client', 'Client not found');
    if (app.clientSecret !== form.get('client_secret')) return oauthError(400, 'invalid_client', 'Wrong client secret');
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return this.#exchange(app, form);
      case 'refresh_token':
        return this.#refresh(app, form.get('refresh_token') ?? '');
      default:
        return oauthError(400, 'unsupported_grant_type', 'Unknown grant_type');
    }
  }

  #exchange(app: OAuthAppSettings, form: URLSearchParams): Answer {
    const code = this.#codes.get(form.get('code') ?? '');
    if (code === undefined || code.app.clientId !== app.clientId || code.expiresMs <= this.#clock()) {
      return oauthError(400, 'invalid_grant', 'Code has expired');
    }
    if ((form.get('redirect_uri') ?? code.redirectUri) !== code.redirectUri) {
      return oauthError(400, 'invalid_grant', 'redirect_uri is not the one the code was issued for');
    }
    if (code.tokens.length > 0) {
      // RFC 6749 §4.1.2: somebody else may have used it, so what it brought is worth nothing any more.
      for (const token of code.tokens) {
        this.#accessTokens.delete(token);
        this.#refreshTokens.delete(token);
      }
      return oauthError(400, 'invalid_grant', 'Code has been used');
    }
    return this.#issue(code, code.tokens);
  }

  #refresh(app: OAuthAppSettings, refreshToken: string): Answer {
    const grant = this.#refreshTokens.get(refreshToken);
    if (grant === undefined || grant.app.clientId !== app.clientId) {
      return oauthError(400, 'invalid_grant', 'expired_token');
    }
    this.#refreshTokens.delete(refreshToken);
    return this.#issue(grant, []);
  }

  #issue(grant: Grant, issued: string[]): Answer {
    const { tokenSeconds = yearSeconds } = grant.app;
    const access = this.#name('y0_issued');
    const refresh = this.#name('1:refresh');
    this.#accessTokens.set(access, { login: grant.login, expiresMs: this.#clock() + tokenSeconds * 1000 });
    this.#refreshTokens.set(refresh, grant);
    issued.push(access, refresh);
    return jsonAnswer(200, {
      token_type: 'bearer',
      access_token: access,
      expires_in: tokenSeconds,
      refresh_token: refresh,
      scope: grant.scope,
    });
  }

  #name(kind: string): string {
    this.#issued += 1;
    return `${kind}_${this.#issued}`;
  }
}

function oauthError(status: number, error: string, description: string): Answer {
  return jsonAnswer(status, { error, error_description: description });
}
