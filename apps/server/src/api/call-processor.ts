import type { ProjectConfig } from '../directory/config-types.ts';
import { uuidv7 } from '../domain/uuid.ts';
import { type Answer, type RequestRecord, type RequestTask, refuse } from '../ingest/records.ts';
import type { ApiMethod, Configuration, Reports } from './method.ts';
import { readPayload } from './read-payload.ts';

export interface Call {
  readonly project: ProjectConfig;
  readonly keyId: string;
  readonly method: ApiMethod;
  /** As the caller spelt it. */
  readonly methodName: string;
  readonly receivedMs: number;
  readonly contentType: string | null;
  readonly body: Buffer;
  readonly idempotencyKey: string | null;
  readonly replayOf: string | null;
}

export interface CallStorage {
  storeRequest(record: RequestRecord): Promise<Answer>;
}

/** A call's answer, and the id under which the request log has it. */
export interface ProcessedCall {
  readonly requestId: string;
  readonly answer: Answer;
}

/** Takes a call that is allowed from its raw body to its answer. Used by the routes and by the replay of stored requests. */
export class CallProcessor {
  readonly #storage: CallStorage;
  readonly #reports: Reports;
  readonly #configuration: Configuration;

  constructor(storage: CallStorage, reports: Reports, configuration: Configuration) {
    this.#storage = storage;
    this.#reports = reports;
    this.#configuration = configuration;
  }

  /** Rejects with StorageAway or RecordFailed. */
  async process(call: Call): Promise<ProcessedCall> {
    const requestId = uuidv7(call.receivedMs);
    const reading = await readPayload(call.body, call.contentType);
    if (!reading.ok) return this.#refused(call, requestId, refuse(reading.error, reading.details));
    const context = { project: call.project, keyId: call.keyId, nowMs: call.receivedMs };
    const { method } = call;
    if (method.kind === 'reads') {
      const { answer, userId } = await method.answer(reading.payload, context, this.#reports);
      if (!answer.ok) return this.#refused(call, requestId, answer);
      const remembered = this.#store(call, requestId, { kind: 'remember', outcome: 'read', answer, userId, calls: 1 });
      // A read changes nothing, so it does not wait for the disk, unless its answer has to be the first one's.
      if (call.idempotencyKey !== null) return { requestId, answer: await remembered };
      remembered.catch(() => {});
      return { requestId, answer };
    }
    if (method.kind === 'configures') {
      const answer = await method.apply(reading.payload, context, this.#configuration);
      if (!answer.ok) return this.#refused(call, requestId, answer);
      const task = { kind: 'remember', outcome: 'accepted', answer, userId: null, calls: 1 } as const;
      return { requestId, answer: await this.#store(call, requestId, task) };
    }
    const signals = method.read(reading.payload, context);
    if (signals.kind === 'refused') return this.#refused(call, requestId, refuse(signals.error, signals.details));
    const task: RequestTask = { kind: 'store', reading: signals, answer: method.answer };
    return { requestId, answer: await this.#store(call, requestId, task) };
  }

  /** A refusal is remembered for the request log, but nothing waits for that; its Idempotency-Key stays free for the mended call. */
  #refused(call: Call, requestId: string, answer: Answer): ProcessedCall {
    const task: RequestTask = { kind: 'remember', outcome: 'refused', answer, userId: null, calls: 1 };
    this.#store({ ...call, idempotencyKey: null }, requestId, task).catch(() => {});
    return { requestId, answer };
  }

  #store(call: Call, requestId: string, task: RequestTask): Promise<Answer> {
    const { project, keyId, receivedMs, contentType, body, idempotencyKey, replayOf } = call;
    const method = call.methodName;
    const record = { requestId, project, keyId, receivedMs, method, contentType, body, idempotencyKey, replayOf, task };
    return this.#storage.storeRequest({ kind: 'request', ...record });
  }
}
