import type { Clock } from '../stand-in/clock.ts';
import { Accounts } from './accounts.ts';
import { Credentials } from './credentials.ts';
import { Quota } from './quota.ts';
import { TakenRequests } from './requests.ts';

export interface GoogleAdsOptions {
  /** Port on 127.0.0.1; 0 or absent takes a free one. */
  readonly port?: number;
  readonly now?: Clock;
  /** From ingestion to the diagnostics. Default 30. */
  readonly processingMinutes?: number;
  /** Default 300; `Infinity` switches it off. */
  readonly requestsPerMinuteMax?: number;
}

/** Everything the stand-in remembers. */
export interface World {
  readonly clock: Clock;
  /** From ingestion to the diagnostics. */
  processingMs: number;
  readonly accounts: Accounts;
  readonly credentials: Credentials;
  readonly quota: Quota;
  readonly taken: TakenRequests;
}

export function createWorld({
  now = Date.now,
  processingMinutes = 30,
  requestsPerMinuteMax = 300,
}: GoogleAdsOptions): World {
  const accounts = new Accounts();
  return {
    clock: now,
    processingMs: processingMinutes * 60_000,
    accounts,
    credentials: new Credentials(),
    quota: new Quota(requestsPerMinuteMax),
    taken: new TakenRequests(accounts),
  };
}
