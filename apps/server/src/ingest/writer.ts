import type { Batch } from './batch.ts';
import { BatchStore, type BatchStoreOptions } from './batch-store.ts';
import type { Answer, ClickIdsRecord, ClickRecord, IngestRecord, PressRecord, RequestRecord } from './records.ts';
import { RecordFailed, StorageAway } from './storage-errors.ts';
import { Trouble } from './trouble.ts';
import { manyRecords, WriterLoad } from './writer-load.ts';

export interface WriterOptions extends Omit<BatchStoreOptions, 'waitMsMax'> {
  /** After the commit, before the callers are answered. */
  readonly onCommitted: (batch: Batch) => void;
  readonly log: (message: string, details: object) => void;
  /** A caller is answered 503 after this time, whatever the storage does. */
  readonly waitMsMax?: number;
}

interface Entry {
  readonly record: IngestRecord;
  readonly enqueuedMs: number;
  /** Answered; before its end, since it waited too long. */
  settled: boolean;
  readonly tell: Tell;
}

/** Why a record could not be stored, or null and what it is answered. */
type Tell = (error: Error | null, answer: Answer | null) => void;

const batchRecordsMax = 512;
const batchBytesMax = 4 * 1024 * 1024;
/** A record that waits costs its caller's connection too, some 25 KB in all: five thousand are a second's work, and 125 MB. */
const queueRecordsMax = 5_000;
const queueBytesMax = 64 * 1024 * 1024;
const gatherMsMax = 2;

/**
 * Group commit: takes what arrived while the last commit ran, in order of arrival, and stores it in one transaction. A caller is
 * answered once its transaction is on disk. One writer per process.
 */
export class Writer {
  readonly #options: WriterOptions;
  readonly #store: BatchStore;
  readonly #waitMsMax: number;
  readonly #overdue: NodeJS.Timeout;
  #queue: Entry[] = [];
  #queueBytes = 0;
  #inFlight: readonly Entry[] = [];
  #working: Promise<void> | null = null;
  #closed = false;
  /** Whoever waits for records to come. */
  #onRecord: (() => void) | null = null;
  readonly #trouble = new Trouble();
  readonly #load = new WriterLoad();

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#waitMsMax = options.waitMsMax ?? 5_000;
    this.#store = new BatchStore({ ...options, waitMsMax: this.#waitMsMax });
    this.#overdue = setInterval(() => this.#rejectOverdue(), 250);
    this.#overdue.unref();
  }

  get queued(): number {
    return this.#queue.length + this.#inFlight.length;
  }

  /** How much of the last moments went into batches of many callers, 0 to 1. */
  get load(): number {
    return this.#load.at(performance.now());
  }

  /** Why what came last could not be stored; null: it could, or that was a while ago. */
  get trouble(): string | null {
    return this.#trouble.reason(this.#options.now());
  }

  /** Stores a call and gives its answer. Rejects with StorageAway or RecordFailed. */
  async storeRequest(record: RequestRecord): Promise<Answer> {
    const answer = await this.#answerOf(record);
    if (answer === null) throw new RecordFailed(new Error('a call was stored without an answer'));
    return answer;
  }

  /** Resolves once the click is on disk. */
  async storeClick(record: ClickRecord): Promise<void> {
    await this.#answerOf(record);
  }

  /** The same without a promise: tells null once the click is on disk, or why it is not stored. */
  storeClickThen(record: ClickRecord, tell: (error: Error | null) => void): void {
    this.#enqueue(record, tell);
  }

  /** Resolves once what was learnt of a click is on disk. */
  async storeClickIds(record: ClickIdsRecord): Promise<void> {
    await this.#answerOf(record);
  }

  /** Resolves once the goals of a press are on disk. */
  async storePress(record: PressRecord): Promise<void> {
    await this.#answerOf(record);
  }

  /** Stores what was accepted; whatever comes later is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#store.waitNoLonger();
    await this.#working;
    clearInterval(this.#overdue);
    await this.#store.close();
  }

  #answerOf(record: IngestRecord): Promise<Answer | null> {
    return new Promise((resolve, reject) => {
      this.#enqueue(record, (error, answer) => (error === null ? resolve(answer) : reject(error)));
    });
  }

  #enqueue(record: IngestRecord, tell: Tell): void {
    const refusal = this.#refusal();
    if (refusal !== null) {
      tell(new StorageAway(refusal), null);
      return;
    }
    this.#queue.push({ record, enqueuedMs: this.#options.now(), settled: false, tell });
    this.#queueBytes += bytesOf(record);
    this.#working ??= this.#work();
    this.#onRecord?.();
  }

  #refusal(): string | null {
    if (this.#closed) return 'the server is stopping';
    const isFull = this.#queue.length >= queueRecordsMax || this.#queueBytes >= queueBytesMax;
    return isFull ? 'too much is waiting to be stored' : null;
  }

  async #work(): Promise<void> {
    // Whoever arrives in the same turn of the event loop shares the first transaction.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) {
      const entries = this.#take();
      const startedMs = performance.now();
      this.#inFlight = entries;
      await this.#settle(entries);
      this.#inFlight = [];
      await this.#gather(entries.length);
      this.#load.worked(entries.length, startedMs, performance.now());
    }
    this.#working = null;
  }

  /**
   * Whoever was answered just now often calls again at once. With many callers a commit for all of them costs little more than one for
   * half of them, so it is worth a moment to let them come back; a few callers are not kept waiting.
   */
  async #gather(answered: number): Promise<void> {
    if (answered < manyRecords) return;
    const expected = Math.min(answered + this.#queue.length, batchRecordsMax);
    if (this.#queue.length >= expected) return;
    // Told of each record rather than looking: looking in every turn takes processor time from the callers that are waited for.
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#onRecord = null;
        resolve();
      };
      const timer = setTimeout(end, gatherMsMax);
      this.#onRecord = () => {
        if (this.#queue.length >= expected) end();
      };
    });
  }

  #take(): Entry[] {
    let bytes = 0;
    let count = 0;
    for (const { record } of this.#queue) {
      bytes += bytesOf(record);
      if (count === batchRecordsMax || (count > 0 && bytes > batchBytesMax)) break;
      count += 1;
    }
    const entries = this.#queue.splice(0, count);
    for (const { record } of entries) this.#queueBytes -= bytesOf(record);
    return entries.filter((entry) => !entry.settled);
  }

  /** Stores the entries; where one of them makes the transaction fail, halving finds it, and it fails alone. */
  async #settle(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    try {
      const batch = await this.#store.store(entries.map((entry) => entry.record));
      this.#trouble.clear();
      this.#committed(batch);
      const answers = new Map(batch.requests.map((request) => [request.record.requestId, request.answer]));
      for (const entry of entries) {
        const { record } = entry;
        this.#end(entry, null, record.kind === 'request' ? (answers.get(record.requestId) ?? null) : null);
      }
    } catch (error) {
      if (error instanceof StorageAway) {
        this.#trouble.note(error.message, this.#options.now());
        for (const entry of entries) this.#end(entry, error);
      } else if (entries.length === 1) {
        this.#options.log('a record cannot be stored', { error });
        for (const entry of entries) this.#end(entry, new RecordFailed(error));
      } else {
        const middle = Math.ceil(entries.length / 2);
        await this.#settle(entries.slice(0, middle));
        await this.#settle(entries.slice(middle));
      }
    }
  }

  /** Once: who was told that it takes too long is told nothing more. A caller that chokes on it is no trouble of the others. */
  #end(entry: Entry, error: Error | null, answer: Answer | null = null): void {
    if (entry.settled) return;
    entry.settled = true;
    try {
      entry.tell(error, answer);
    } catch (fault) {
      this.#options.log('a caller could not be told what became of a record', { error: fault });
    }
  }

  /** What is on disk is answered, whatever becomes of those who are told of it. */
  #committed(batch: Batch): void {
    try {
      this.#options.onCommitted(batch);
    } catch (error) {
      this.#options.log('a commit could not be told of', { error });
    }
  }

  #rejectOverdue(): void {
    const overdueMs = this.#options.now() - this.#waitMsMax;
    for (const entry of [...this.#inFlight, ...this.#queue]) {
      if (entry.enqueuedMs >= overdueMs) break;
      if (entry.settled) continue;
      const late = new StorageAway('it takes too long');
      this.#trouble.note(late.message, this.#options.now());
      this.#end(entry, late);
    }
  }
}

function bytesOf(record: IngestRecord): number {
  return record.kind === 'request' ? record.body.length + 500 : 1_000;
}
