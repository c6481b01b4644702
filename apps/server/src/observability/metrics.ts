import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricSources {
  readonly queuedRecords: () => number;
  /** Whether events can be taken right now. */
  readonly storageReady: () => Promise<boolean>;
  /** 0 to 1. */
  readonly ingestLoad: () => number;
  readonly heldBack: () => number;
  readonly deliveryLagSeconds: () => Promise<number>;
}

const stepSeconds = [0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1];
const callSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 20];
const batchRecords = [1, 2, 5, 10, 20, 50, 100, 200, 512];

/** The figures of this process, declared once; the table in the documents is held to this list by a test. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = this.#counter('otkuda_requests_total', 'Calls of the compatible API by method and outcome', [
    'method',
    'outcome',
  ]);
  readonly #redirects = this.#counter(
    'otkuda_redirects_total',
    'Redirects of tracking links by outcome: stored, or without_code',
    ['outcome'],
  );
  readonly #visits = this.#counter(
    'otkuda_landing_visits_total',
    'Visits of pages with the snippet by outcome: stored, without_code, unknown_link, or refused',
    ['outcome'],
  );
  readonly #presses = this.#counter(
    'otkuda_landing_presses_total',
    'Visitors who went on to the messenger, as scripts of pages tell',
    [],
  );
  readonly #steps = this.#histogram(
    'otkuda_ingest_step_seconds',
    'Time of each step of storing a batch',
    ['step'],
    stepSeconds,
  );
  readonly #commits = this.#histogram(
    'otkuda_ingest_commit_seconds',
    'Time from sending the writes of a batch to their commit',
    [],
    stepSeconds,
  );
  readonly #batches = this.#histogram(
    'otkuda_ingest_batch_records',
    'Records stored by one transaction',
    [],
    batchRecords,
  );
  readonly #calls = this.#counter(
    'otkuda_delivery_calls_total',
    'Calls to ad systems by destination type, purpose and class of outcome',
    ['type', 'purpose', 'class'],
  );
  readonly #callTimes = this.#histogram(
    'otkuda_delivery_call_seconds',
    'Time of calls to ad systems by destination type',
    ['type'],
    callSeconds,
  );

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Adds the figures that are looked up where they are. The parts they come from count with this object, so it is made before them. */
  lookAt({ queuedRecords, storageReady, ingestLoad, heldBack, deliveryLagSeconds }: MetricSources): void {
    this.#gauge('otkuda_ingest_queued_records', 'Records that wait to be stored or are being stored', async () =>
      queuedRecords(),
    );
    this.#gauge('otkuda_storage_ready', '1 while events can be taken, else 0', async () =>
      (await storageReady()) ? 1 : 0,
    );
    this.#gauge(
      'otkuda_ingest_load',
      'How much of the last second went into storing batches of many callers, 0 to 1',
      async () => ingestLoad(),
    );
    this.#gauge(
      'otkuda_delivery_held_back',
      'Steps of the delivery that wait so that ingest has the machine',
      async () => heldBack(),
    );
    this.#gauge(
      'otkuda_delivery_lag_seconds',
      'How long the conversion that waits longest has been due',
      deliveryLagSeconds,
    );
  }

  answered(method: string, outcome: string): void {
    this.#requests.inc({ method, outcome });
  }

  redirected(outcome: string): void {
    this.#redirects.inc({ outcome });
  }

  visited(outcome: string): void {
    this.#visits.inc({ outcome });
  }

  pressed(): void {
    this.#presses.inc();
  }

  stepTook(step: string, seconds: number): void {
    if (step === 'commit') this.#commits.observe(seconds);
    else this.#steps.observe({ step }, seconds);
  }

  batchStored(records: number): void {
    this.#batches.observe(records);
  }

  called(call: {
    readonly type: string;
    readonly purpose: string;
    readonly class: string;
    readonly seconds: number;
  }): void {
    this.#calls.inc({ type: call.type, purpose: call.purpose, class: call.class });
    this.#callTimes.observe({ type: call.type }, call.seconds);
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    buckets: number[],
  ): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }

  /** A figure that is looked up when it is asked for; NaN where it cannot be. */
  #gauge(name: string, help: string, look: () => Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await look().catch(() => Number.NaN));
      },
    });
  }
}
