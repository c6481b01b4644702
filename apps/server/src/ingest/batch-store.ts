import { Batch } from './batch.ts';
import { WriterConnection } from './connection.ts';
import type { Step } from './pipeline.ts';
import { PipelinedTransaction } from './pipelined-transaction.ts';
import type { IngestRecord } from './records.ts';
import { classifyFailure, StorageAway } from './storage-errors.ts';
import { wasStored } from './was-stored.ts';

export interface BatchStoreOptions {
  readonly url: string;
  readonly steps: readonly Step[];
  readonly now: () => number;
  /** Told of each step, and of the commit, how long it took. */
  readonly observe: (name: string, seconds: number) => void;
  /** For so long a connection that is lost is looked for. */
  readonly waitMsMax: number;
}

const repeatsMax = 8;
const reconnectPauseMs = 100;

/**
 * Stores batches, one after the other, each in one transaction. A commit whose answer was lost is asked for before it is repeated, so that
 * nothing is stored twice.
 */
export class BatchStore {
  readonly #options: BatchStoreOptions;
  readonly #connection: WriterConnection;
  #waits = true;

  constructor(options: BatchStoreOptions) {
    this.#options = options;
    this.#connection = new WriterConnection(options.url);
  }

  /**
   * Repeats the transaction until it is stored, or until it is known why it will not be. Rejects with StorageAway, or with what PostgreSQL says
   * of a record.
   */
  async store(records: readonly IngestRecord[]): Promise<Batch> {
    const giveUpMs = this.#options.now() + this.#options.waitMsMax;
    let uncertain: Batch | null = null;
    for (let repeats = 0; ; repeats += 1) {
      const attempt: { batch: Batch; tx: PipelinedTransaction | null } = {
        batch: new Batch(records, this.#options.now(), repeats > 0),
        tx: null,
      };
      try {
        const client = await this.#connection.client();
        if (uncertain !== null && (await wasStored(client, uncertain))) return uncertain;
        uncertain = null;
        attempt.tx = new PipelinedTransaction(client);
        await this.#run(attempt.batch, attempt.tx);
        return attempt.batch;
      } catch (error) {
        const failure = classifyFailure(error);
        if (failure === 'connection') {
          if (attempt.tx?.commitSent) uncertain = attempt.batch;
          this.#connection.drop();
          if (!this.#waits || this.#options.now() >= giveUpMs) throw new StorageAway('no connection', error);
          await new Promise((resolve) => setTimeout(resolve, reconnectPauseMs));
          continue;
        }
        await this.#rollBack(attempt.tx);
        if (failure === 'storage') throw new StorageAway('it cannot write', error);
        if (failure === 'record' || repeats >= repeatsMax) throw error;
      }
    }
  }

  async #run(batch: Batch, tx: PipelinedTransaction): Promise<void> {
    for (const step of this.#options.steps) {
      const startedAt = performance.now();
      const running = step.run(batch, tx);
      if (running !== undefined) await running;
      this.#options.observe(step.name, (performance.now() - startedAt) / 1000);
    }
    const startedAt = performance.now();
    await tx.commit();
    this.#options.observe('commit', (performance.now() - startedAt) / 1000);
  }

  async #rollBack(tx: PipelinedTransaction | null): Promise<void> {
    try {
      await tx?.rollback();
    } catch {
      this.#connection.drop();
    }
  }

  /** A connection that is lost from now on is not looked for: the server stops. */
  waitNoLonger(): void {
    this.#waits = false;
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
