import type pg from 'pg';
import { CallProcessor } from '../api/call-processor.ts';
import { GuessDelay } from '../api/guess-delay.ts';
import { LastEventsLog } from '../api/last-events/last-events.ts';
import type { LastEventsDependencies } from '../api/last-events/routes.ts';
import { apiMethods } from '../api/methods/index.ts';
import { configurationOver, reportsOver } from '../api/over-database.ts';
import type { ApiDependencies } from '../api/routes.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Ingest } from './ingest.ts';
import type { Warn } from './warn.ts';

interface ApiNeeds {
  readonly callersPool: pg.Pool;
  readonly directory: Directory;
  readonly ingest: Ingest;
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly warn: Warn;
}

/** What the compatible API and its page of the last calls work with. */
export function apiOver(needs: ApiNeeds): ApiDependencies & LastEventsDependencies {
  const { callersPool, directory, ingest, metrics, now, warn } = needs;
  const { writer, limits, refusals } = ingest;
  return {
    methods: new Map(apiMethods.flatMap((method) => method.names.map((name) => [name, method] as const))),
    directory,
    limits,
    now,
    processor: new CallProcessor(writer, reportsOver(callersPool), configurationOver(callersPool, directory)),
    refusals,
    guesses: new GuessDelay(now),
    lastEvents: new LastEventsLog(callersPool, now),
    onAnswered: (method, outcome) => metrics.answered(method, outcome),
    log: warn,
  };
}
