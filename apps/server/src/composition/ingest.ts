import { Limits } from '../api/limits.ts';
import { RefusalLog } from '../api/refusal-log.ts';
import type { Config } from '../config.ts';
import { Known } from '../ingest/known.ts';
import { pipeline } from '../ingest/pipeline.ts';
import { Writer } from '../ingest/writer.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { LiveFigures } from '../reports/live.ts';
import type { OpenDatabase } from './database.ts';
import type { Ends } from './ends.ts';
import type { Warn } from './warn.ts';

/** The writer, and what is counted of calls at the door and written down every second. */
export interface Ingest {
  readonly writer: Writer;
  readonly limits: Limits;
  readonly refusals: RefusalLog;
}

interface IngestNeeds {
  readonly config: Pick<Config, 'deliveryFlushSeconds'>;
  readonly database: Pick<OpenDatabase, 'url' | 'callersPool'>;
  readonly metrics: Metrics;
  readonly live: LiveFigures;
  /** Conversions for these destinations are in the database. */
  readonly onConversions: (destinationIds: ReadonlySet<string>) => void;
  readonly now: () => number;
  readonly warn: Warn;
  readonly ends: Ends;
}

export function openIngest(needs: IngestNeeds): Ingest {
  const { config, database, metrics, live, onConversions, now, warn, ends } = needs;
  const known = new Known();
  const writer = new Writer({
    url: database.url,
    steps: pipeline({ known, flushMs: config.deliveryFlushSeconds * 1000 }),
    now,
    observe: (step, seconds) => metrics.stepTook(step, seconds),
    log: warn,
    onCommitted(batch) {
      metrics.batchStored(batch.clicks.length + batch.learntIds.length + batch.requests.length);
      known.committed(batch);
      live.happened(batch.projects());
      const waiting = batch.conversions.filter((conversion) => conversion.state === 'pending');
      if (waiting.length > 0) onConversions(new Set(waiting.map((conversion) => conversion.destinationId)));
    },
  });
  const limits = new Limits(database.callersPool, now);
  const refusals = new RefusalLog(writer, now);
  const everySecond = setInterval(() => {
    refusals.flush();
    limits.save().catch((error: unknown) => warn('the use of the limits could not be written down', { error }));
  }, 1_000);
  ends.add('work', async () => {
    clearInterval(everySecond);
    // Refusals are stored by the writer, so before it closes.
    refusals.flush();
    await writer.close();
    await limits.save().catch(() => {});
  });
  return { writer, limits, refusals };
}
