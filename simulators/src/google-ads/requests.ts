import type { Accounts } from './accounts.ts';
import type { EventJson } from './request-shape.ts';

/** Why an event does not count in the end: a `ProcessingErrorReason` of the published protos; null: it counts. */
export type ProcessingError = string | null;

/** An event that was taken for a conversion action, as a test sees it. */
export interface GoogleEvent {
  readonly requestId: string;
  readonly accountId: string;
  readonly conversionActionId: string;
  readonly event: EventJson;
  readonly receivedMs: number;
  readonly error: ProcessingError;
}

/** What one request brought for one of its destinations. */
export interface Ingestion {
  readonly reference: string;
  readonly accountId: string;
  readonly conversionActionId: string;
  readonly events: readonly EventJson[];
}

export interface TakenRequest {
  readonly requestId: string;
  readonly receivedMs: number;
  readonly ingestions: ReadonlyArray<Ingestion & { readonly errors: readonly ProcessingError[] }>;
}

const AGE_MS_MAX = 90 * 86_400_000;

/** Everything taken, and what processing makes of it: decided at once, told only when its time has come. */
export class TakenRequests {
  readonly #accounts: Accounts;
  readonly #requests = new Map<string, TakenRequest>();
  readonly #events: GoogleEvent[] = [];
  readonly #transactions = new Set<string>();
  readonly #clicks = new Set<string>();
  #losses = 0;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** The next requests get lost in processing, by a fault of the platform. */
  lose(count: number): void {
    this.#losses += count;
  }

  take(ingestions: readonly Ingestion[], nowMs: number): TakenRequest {
    const requestId = `t-${this.#requests.size + 1}`;
    const lost = this.#losses > 0;
    if (lost) this.#losses -= 1;
    const decided = ingestions.map((ingestion) => {
      const errors = ingestion.events.map((event) =>
        lost ? 'PROCESSING_ERROR_REASON_INTERNAL_ERROR' : this.#errorOf(ingestion, event, nowMs),
      );
      return { ...ingestion, errors };
    });
    for (const { accountId, conversionActionId, events, errors } of decided) {
      for (const [index, event] of events.entries()) {
        const error = errors[index] ?? null;
        this.#events.push({ requestId, accountId, conversionActionId, event, receivedMs: nowMs, error });
      }
    }
    const taken = { requestId, receivedMs: nowMs, ingestions: decided };
    this.#requests.set(requestId, taken);
    return taken;
  }

  find(requestId: string): TakenRequest | undefined {
    return this.#requests.get(requestId);
  }

  events(): readonly GoogleEvent[] {
    return this.#events;
  }

  #errorOf({ accountId, conversionActionId }: Ingestion, event: EventJson, nowMs: number): ProcessingError {
    const { adIdentifiers = {}, eventTimestamp = '', transactionId, consent = {} } = event;
    if (nowMs - Date.parse(eventTimestamp) > AGE_MS_MAX) return 'PROCESSING_ERROR_REASON_EVENT_TOO_OLD';
    if (consent.adUserData === 'CONSENT_DENIED') return 'PROCESSING_ERROR_REASON_DENIED_CONSENT';
    const known = this.#accounts.find(accountId)?.knownClickIds ?? 'all';
    for (const name of ['gclid', 'gbraid', 'wbraid']) {
      const id = adIdentifiers[name];
      if (typeof id === 'string' && known !== 'all' && !known.includes(id)) {
        return `PROCESSING_ERROR_REASON_INVALID_${name.toUpperCase()}`;
      }
    }
    if (transactionId !== undefined && this.#seen(this.#transactions, [conversionActionId, transactionId])) {
      return 'PROCESSING_ERROR_REASON_DUPLICATE_TRANSACTION_ID';
    }
    const { gclid } = adIdentifiers;
    // With a transaction of its own a second conversion of the same click and time is one.
    if (transactionId === undefined && typeof gclid === 'string') {
      const click = [conversionActionId, gclid, String(Date.parse(eventTimestamp))];
      if (this.#seen(this.#clicks, click)) return 'PROCESSING_ERROR_REASON_DUPLICATE_GCLID';
    }
    return null;
  }

  #seen(set: Set<string>, key: readonly string[]): boolean {
    const text = JSON.stringify(key);
    if (set.has(text)) return true;
    set.add(text);
    return false;
  }
}
