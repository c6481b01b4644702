import type pg from 'pg';
import type { BaseUrlName } from '../destinations/call-context.ts';
import type { Destination } from '../destinations/destination.ts';
import type { HttpAnswer, HttpRequest } from '../destinations/http-message.ts';
import type { Pacing } from './pacing.ts';
import type { Tokens } from './token-memory.ts';
import type { Trouble } from './trouble.ts';

/** One call to an ad system. Throws CallFailed where no whole answer came; whatever else it throws is a defect. */
export type Call = (request: HttpRequest) => Promise<HttpAnswer>;

/** What the delivery says about itself; a pino logger fits. */
export interface DeliveryLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface DeliveryOptions {
  readonly pool: pg.Pool;
  /** By type. Destinations of other types are left alone. */
  readonly destinations: ReadonlyMap<string, Destination>;
  /** Decrypts stored settings to the JSON value they were; throws where it cannot. */
  openSettings(sealed: Buffer): unknown;
  /** Decrypts a visitor's address; throws where it cannot. */
  openAddress(sealed: Buffer): string;
  /** Encrypts settings that a renewed token has changed. */
  sealSettings(settings: unknown): Buffer;
  /** Access tokens of this process. */
  readonly tokens: Tokens;
  readonly baseUrls: Readonly<Record<BaseUrlName, string>>;
  readonly call: Call;
  /** The same for addresses that an owner has given: through the guard against private ones. */
  readonly callOwnersAddress: Call;
  /** Makes room for ingest. */
  readonly pacing: Pacing;
  /** Wait between looks at verdicts; 0: look again shortly. */
  readonly pollSeconds: number;
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to 1, for jitter. */
  random(): number;
  readonly log: DeliveryLog;
  /**
   * Told of each destination that got into trouble, after the state is stored; again where it rejects. May be called more than once for
   * one notice.
   */
  onTrouble?(trouble: Trouble): Promise<void>;
  /** Told of every call that is written down. */
  onAttempt?(attempt: {
    readonly type: string;
    readonly purpose: string;
    readonly class: string;
    readonly seconds: number;
  }): void;
}
