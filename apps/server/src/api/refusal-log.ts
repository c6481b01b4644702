import type { KeyConfig } from '../directory/config-types.ts';
import { uuidv7 } from '../domain/uuid.ts';
import type { Answer } from '../ingest/records.ts';
import type { CallStorage } from './call-processor.ts';

/** In place of a name where the calls of a row were of more than one method. */
const severalMethods = '(several)';

interface Refusals {
  readonly key: KeyConfig;
  method: string;
  readonly answer: Answer & { readonly ok: false };
  readonly firstMs: number;
  calls: number;
}

/**
 * Calls that are refused at the door have used no limit up, so nothing bounds their number: they are remembered as one row a second
 * for each key and error, with their number, whatever methods their caller names or invents.
 */
export class RefusalLog {
  readonly #storage: CallStorage;
  readonly #now: () => number;
  readonly #open = new Map<string, Refusals>();

  constructor(storage: CallStorage, now: () => number) {
    this.#storage = storage;
    this.#now = now;
  }

  note(key: KeyConfig, method: string, answer: Answer & { readonly ok: false }): void {
    const second = Math.floor(this.#now() / 1000);
    const group = `${key.keyId} ${answer.error} ${second}`;
    const known = this.#open.get(group);
    if (known !== undefined) {
      known.calls += 1;
      if (known.method !== method) known.method = severalMethods;
      return;
    }
    this.#open.set(group, { key, method, answer, firstMs: this.#now(), calls: 1 });
  }

  /** To be called every second. */
  flush(): void {
    const refusals = [...this.#open.values()];
    this.#open.clear();
    for (const { key, method, answer, firstMs, calls } of refusals) {
      this.#storage
        .storeRequest({
          kind: 'request',
          requestId: uuidv7(firstMs),
          project: key.project,
          keyId: key.keyId,
          receivedMs: firstMs,
          method: method.slice(0, 100),
          contentType: null,
          body: Buffer.alloc(0),
          idempotencyKey: null,
          replayOf: null,
          task: { kind: 'remember', outcome: 'refused', answer, userId: null, calls },
        })
        .catch(() => {});
    }
  }
}
