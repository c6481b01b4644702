import { ApiError } from './api-error.ts';

const MINUTE_MS = 60_000;

/** Requests a minute, reads counted for themselves (adplatforms.md §5.1). */
export class Quota {
  readonly #perMinuteMax: number;
  readonly #used = new Map<string, { readonly minute: number; readonly count: number }>();

  constructor(perMinuteMax: number) {
    this.#perMinuteMax = perMinuteMax;
  }

  /** @throws {ApiError} 429 where the minute's requests are used up; a refused one is not counted. */
  count(who: string, nowMs: number): void {
    const minute = Math.floor(nowMs / MINUTE_MS);
    const used = this.#used.get(who);
    const count = used?.minute === minute ? used.count : 0;
    if (count >= this.#perMinuteMax) {
      const message = 'Quota exceeded for quota metric Requests and limit Requests per minute';
      throw new ApiError({ status: 429, code: 'RESOURCE_EXHAUSTED', reason: 'RESOURCE_EXHAUSTED', message });
    }
    this.#used.set(who, { minute, count: count + 1 });
  }
}
