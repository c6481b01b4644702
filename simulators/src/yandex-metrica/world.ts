import type { Clock } from '../stand-in/clock.ts';
import { FaultQueue } from '../stand-in/faults.ts';
import { RequestLog } from '../stand-in/request-log.ts';
import { Counters } from './counters.ts';
import type { FaultDetail } from './fault-detail.ts';
import { type Limits, PLATFORM_LIMITS, type YandexMetricaOptions } from './options.ts';
import { Quotas } from './quotas.ts';
import { Uploadings } from './uploadings.ts';

/** Everything one stand-in remembers; the platform's endpoints and the side channel look at the same one. */
export interface World {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly counters: Counters;
  readonly uploadings: Uploadings;
  readonly quotas: Quotas;
  readonly faults: FaultQueue<FaultDetail>;
  readonly requests: RequestLog;
}

export function createWorld(options: YandexMetricaOptions): World {
  const limits = { ...PLATFORM_LIMITS, ...options.limits };
  return {
    clock: options.now ?? Date.now,
    limits,
    counters: new Counters(),
    uploadings: new Uploadings((options.processingSeconds ?? 0) * 1000),
    quotas: new Quotas(limits),
    faults: new FaultQueue(),
    requests: new RequestLog(options.requestsKeptMax),
  };
}
