import pg from 'pg';
import { CallProcessor } from '../../../apps/server/src/api/call-processor.ts';
import { apiMethods } from '../../../apps/server/src/api/methods/index.ts';
import { configurationOver, reportsOver } from '../../../apps/server/src/api/over-database.ts';
import type { Config } from '../../../apps/server/src/config.ts';
import { makePartitions } from '../../../apps/server/src/database/partitions.ts';
import { Delivery, httpCall, Pacing, Tokens } from '../../../apps/server/src/delivery/index.ts';
import { destinationsByType as destinations } from '../../../apps/server/src/destinations/registry.ts';
import { Directory } from '../../../apps/server/src/directory/directory.ts';
import { Known } from '../../../apps/server/src/ingest/known.ts';
import { pipeline } from '../../../apps/server/src/ingest/pipeline.ts';
import { Writer } from '../../../apps/server/src/ingest/writer.ts';
import { tidyUp } from '../../../apps/server/src/maintenance/maintenance.ts';
import { Sealer } from '../../../apps/server/src/secrets/seal.ts';
import type { DemoClock } from './clock.ts';
import type { Happening } from './history.ts';
import { dayMs } from './rhythm.ts';

export interface PastOptions {
  readonly databaseUrl: string;
  readonly secretKey: string;
  readonly config: Config;
  readonly clock: DemoClock;
  readonly log: (message: string, details: object) => void;
}

const methods = new Map(apiMethods.flatMap((method) => method.names.map((name) => [name, method] as const)));
const inFlightMax = 4_000;

/**
 * A second process of the server, as it were, on the same database: the parts that store and deliver, given the time that each thing
 * happened at. Over HTTP everything would happen now.
 */
export class Past {
  readonly #options: PastOptions;
  readonly #pool: pg.Pool;
  readonly #directory: Directory;
  readonly #writer: Writer;
  readonly #processor: CallProcessor;
  readonly #delivery: Delivery;

  constructor(options: PastOptions) {
    this.#options = options;
    const { databaseUrl, clock, config, log } = options;
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });
    const sealer = new Sealer(options.secretKey);
    const known = new Known();
    this.#pool = pool;
    const openSettings = (sealed: Buffer): unknown => JSON.parse(sealer.open(sealed));
    this.#directory = new Directory(pool, destinations, openSettings);
    this.#writer = new Writer({
      url: databaseUrl,
      steps: pipeline({ known, flushMs: 0 }),
      now: clock.now,
      observe: () => {},
      log,
      onCommitted: (batch) => known.committed(batch),
      // The clock leaps by days: nothing is late by it.
      waitMsMax: Number.MAX_SAFE_INTEGER / 2,
    });
    this.#processor = new CallProcessor(this.#writer, reportsOver(pool), configurationOver(pool, this.#directory));
    this.#delivery = new Delivery({
      pool,
      destinations,
      openSettings,
      openAddress: (sealed) => sealer.open(sealed),
      sealSettings: (settings) => sealer.seal(JSON.stringify(settings)),
      tokens: new Tokens(),
      baseUrls: config.baseUrls,
      call: httpCall,
      callOwnersAddress: httpCall,
      pacing: Pacing.none(),
      pollSeconds: config.deliveryPollSeconds,
      now: clock.now,
      random: () => 0.5,
      log: { warn: () => {}, error: (details, message) => log(message, details) },
    });
  }

  /** Plays what happened in order of time and delivers what follows from it, day by day. */
  async play(happenings: readonly Happening[], onDay: (startMs: number) => void, stopped: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const byDay = Map.groupBy(happenings, ({ atMs }) => Math.floor(atMs / dayMs) * dayMs);
    let delivering: Promise<unknown> = Promise.resolve();
    for (const [startMs, day] of byDay) {
      if (stopped.aborted) break;
      if (new Date(startMs).getUTCDay() === 1) await makePartitions(this.#pool, startMs);
      for (let from = 0; from < day.length; from += inFlightMax) {
        await Promise.all(day.slice(from, from + inFlightMax).map((happening) => this.#store(happening)));
      }
      await delivering;
      clock.leapTo(Math.min(startMs + dayMs, Date.now()));
      onDay(startMs);
      delivering = this.#delivery.tick();
    }
    await delivering;
  }

  /** Delivers what is due and forgets what the server would have forgotten by now. */
  async settle(): Promise<void> {
    const { clock, config } = this.#options;
    await this.#delivery.tick();
    const retentionDays = config.retentionDays;
    await tidyUp({ pool: this.#pool, now: clock.now, retentionDays, log: () => {} });
    await this.#pool.query('analyze');
  }

  async close(): Promise<void> {
    await this.#delivery.stop();
    await this.#writer.close();
    await this.#pool.end();
  }

  async #store(happening: Happening): Promise<void> {
    if (happening.kind === 'click') return this.#writer.storeClick(happening.click);
    const { project, call, atMs } = happening;
    const key = await this.#directory.findKey(project.key);
    const method = methods.get(call.method);
    if (key === null || method === undefined) throw new Error(`there is no key or method for ${call.method}`);
    const { answer } = await this.#processor.process({
      project: key.project,
      keyId: key.keyId,
      method,
      methodName: call.method,
      receivedMs: Math.floor(atMs) + 400,
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(call.body)),
      idempotencyKey: null,
      replayOf: null,
    });
    if (!answer.ok) throw new Error(`${call.method}: ${answer.details} ${JSON.stringify(call.body)}`);
  }
}
