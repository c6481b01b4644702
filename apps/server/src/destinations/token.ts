import type { BaseUrlName } from './call-context.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import type { Failure, NeedsOwner } from './outcome.ts';

/**
 * A call made before others, where they need an access token that is fetched with longer-lived credentials (OAuth 2, RFC 6749 §6).
 * The delivery keeps the token in memory, per destination and settings, until it expires or is refused; the token and everything
 * in `replaces` is masked in the log like the settings' secrets.
 */
export interface TokenStep<Settings> {
  readonly baseUrl: BaseUrlName;
  /**
   * Null: with these settings no call is needed now (NeedsOwner: nor would one help), and `CallContext.token` is null. Asked where no good token is in memory.
   * `refused`: the platform has refused the last one, so another is needed, however good it looked.
   */
  request(settings: Settings, baseUrl: string, nowMs: number, refused: boolean): HttpRequest | NeedsOwner | null;
  /** Whether these settings can fetch another token: where not, a refused one is the owner's to replace. */
  renews(settings: Settings): boolean;
  read(answer: HttpAnswer, nowMs: number): Token | Failure;
}

export interface Token {
  readonly class: 'token';
  readonly value: string;
  /** Not used from then on; leave a margin for the call it is for. */
  readonly expiresMs: number;
  /** Settings that are stored in place of the old ones before the token is used (a rotated refresh token); null: none. */
  readonly replaces: Readonly<Record<string, string>> | null;
}
