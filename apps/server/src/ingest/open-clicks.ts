import { uuidMs } from '../domain/uuid.ts';

export interface Candidate {
  readonly clickId: string;
  /** How many clicks it may have been: this one is right with a chance of one in so many. */
  readonly candidates: number;
}

/** The clicks of a project that no start has taken yet, as far back as the starts of a batch look. */
export class OpenClicks {
  /** The latest first: ids of UUIDv7 sort by time. */
  readonly #clickIds: string[];
  readonly #clickedMs: number[];

  constructor(clickIds: Iterable<string>) {
    this.#clickIds = [...new Set(clickIds)].sort().reverse();
    this.#clickedMs = this.#clickIds.map(uuidMs);
  }

  copy(): OpenClicks {
    return new OpenClicks(this.#clickIds);
  }

  take(clickId: string): void {
    const at = this.#clickIds.indexOf(clickId);
    if (at < 0) return;
    this.#clickIds.splice(at, 1);
    this.#clickedMs.splice(at, 1);
  }

  /** The latest open click of that time, `untilMs` not included. */
  latest({ fromMs, untilMs }: TimeSpan): Candidate | null {
    const first = this.#firstBefore(untilMs);
    const candidates = this.#firstBefore(fromMs) - first;
    const clickId = this.#clickIds[first];
    return clickId === undefined || candidates === 0 ? null : { clickId, candidates };
  }

  /** Place of the latest click before a moment, by halving: a batch may ask for each of its starts. */
  #firstBefore(atMs: number): number {
    let low = 0;
    let high = this.#clickedMs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#clickedMs[middle] ?? 0) < atMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

export interface TimeSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** When the click may have been that a start was made with: a start is dated in whole seconds, so it may seem to come before its click. */
export function clickTimeOf(startMs: number, minutes: number): TimeSpan {
  return { fromMs: startMs - minutes * 60_000, untilMs: startMs + 1_000 };
}
