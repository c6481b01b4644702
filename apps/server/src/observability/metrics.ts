import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The figures of this process, declared once. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = this.#counter('otkuda_requests_total', 'Calls of the compatible API by method and outcome', [
    'method',
    'outcome',
  ]);
  readonly #redirects = this.#counter(
    'otkuda_redirects_total',
    'Redirects of tracking links: stored, or without a code',
    ['outcome'],
  );
  readonly #steps = new Histogram({
    name: 'otkuda_ingest_step_seconds',
    help: 'Time of each step of a batch',
    labelNames: ['step'],
    buckets: [0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1],
    registers: [this.registry],
  });
  readonly #batchSize = new Histogram({
    name: 'otkuda_ingest_batch_records',
    help: 'Records stored by one transaction',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 512],
    registers: [this.registry],
  });

  constructor(queued: () => number) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'otkuda_ingest_queued_records',
      help: 'Records that wait to be stored or are being stored',
      registers: [this.registry],
      collect() {
        this.set(queued());
      },
    });
  }

  answered(method: string, outcome: string): void {
    this.#requests.inc({ method, outcome });
  }

  redirected(outcome: string): void {
    this.#redirects.inc({ outcome });
  }

  stepTook(step: string, seconds: number): void {
    this.#steps.observe({ step }, seconds);
  }

  batchStored(records: number): void {
    this.#batchSize.observe(records);
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
