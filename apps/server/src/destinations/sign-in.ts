import type { BaseUrlName } from './call-context.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import type { Failure } from './outcome.ts';
import type { Token } from './token.ts';

/**
 * The owner signs in at the platform, which sends their browser back with a code, and the code is exchanged for tokens (RFC 6749 §4.1).
 * What the exchange brings is in `Token.replaces`: it is merged into the settings.
 */
export interface SignIn<Settings> {
  readonly baseUrl: BaseUrlName;
  /** Names of the settings that it takes and these lack. */
  lacks(settings: Settings): readonly string[];
  /** Where the browser is sent. */
  address(settings: Settings, baseUrl: string, way: { readonly redirectUri: string; readonly state: string }): string;
  request(
    settings: Settings,
    baseUrl: string,
    given: { readonly code: string; readonly redirectUri: string },
  ): HttpRequest;
  read(answer: HttpAnswer, nowMs: number): Token | Failure;
}
