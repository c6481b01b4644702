import type { Clock } from '../stand-in/clock.ts';
import { FaultQueue } from '../stand-in/faults.ts';
import { RequestLog } from '../stand-in/request-log.ts';
import { Counters } from './counters.ts';
import type { FaultDetail } from './fault-detail.ts';
import { OAuthServer } from './oauth.ts';
import { type Limits, PLATFORM_LIMITS, type YandexMetricaOptions } from './options.ts';
import { Quotas } from './quotas.ts';
import { Uploadings } from './uploadings.ts';

/** Everything one stand-in remembers; the platform's endpoints and the side channel look at the same one. */
export interface World {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly oauth: OAuthServer;
  readonly counters: Counters;
  readonly uploadings: Uploadings;
  readonly quotas: Quotas;
  readonly faults: FaultQueue<FaultDetail>;
  readonly requests: RequestLog;
}

export function createWorld(options: YandexMetricaOptions): World {
  const limits = { ...PLATFORM_LIMITS, ...options.limits };
  const clock = options.now ?? Date.now;
  const oauth = new OAuthServer(clock);
  return {
    clock,
    limits,
    oauth,
    counters: new Counters((token) => oauth.loginOf(token)),
    uploadings: new Uploadings((options.processingSeconds ?? 0) * 1000),
    quotas: new Quotas(limits),
    faults: new FaultQueue(),
    requests: new RequestLog(options.requestsKeptMax),
  };
}
