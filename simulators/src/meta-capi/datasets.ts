import { notFound, tokenError } from './graph-error.ts';
import type { ServerEvent } from './server-event.ts';

export interface DatasetSettings {
  readonly id: string;
  /** A token that may send events to it. */
  readonly token: string;
}

/** An event that was taken, as a test sees it. */
export interface MetaEvent extends ServerEvent {
  readonly datasetId: string;
  readonly testEventCode: string | null;
  readonly receivedMs: number;
  /** Same name and id within 48 hours: received and told as such, and not counted. */
  readonly duplicate: boolean;
}

const DEDUPE_MS = 48 * 3_600_000;

/** Datasets, who may send to them, and what they took. */
export class Datasets {
  readonly #tokens = new Map<string, string>();
  readonly #known = new Set<string>();
  readonly #firstSeen = new Map<string, number>();
  readonly #events: MetaEvent[] = [];

  add({ id, token }: DatasetSettings): void {
    this.#tokens.set(id, token);
    this.#known.add(token);
  }

  /** Makes a token worthless, as when its password changes. */
  revoke(token: string): void {
    this.#known.delete(token);
  }

  /** @throws {GraphError} 190 for a token nobody has, 100/33 for a dataset that is not its own. */
  authorise(datasetId: string, token: string | null): void {
    if (token === null || !this.#known.has(token)) throw tokenError();
    if (this.#tokens.get(datasetId) !== token) throw notFound(datasetId);
  }

  take(datasetId: string, event: ServerEvent, testEventCode: string | null, nowMs: number): void {
    const duplicate = this.#isRepeat(datasetId, event, nowMs);
    this.#events.push({ ...event, datasetId, testEventCode, receivedMs: nowMs, duplicate });
  }

  all(): readonly MetaEvent[] {
    return this.#events;
  }

  #isRepeat(datasetId: string, { eventName, eventId }: ServerEvent, nowMs: number): boolean {
    if (eventId === null) return false;
    const key = JSON.stringify([datasetId, eventName, eventId]);
    const firstMs = this.#firstSeen.get(key);
    if (firstMs !== undefined && nowMs - firstMs < DEDUPE_MS) return true;
    this.#firstSeen.set(key, nowMs);
    return false;
  }
}
