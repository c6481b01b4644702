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

  constructor(clickIds: Iterable<string>) {
    this.#clickIds = [...new Set(clickIds)].sort().reverse();
  }

  copy(): OpenClicks {
    return new OpenClicks(this.#clickIds);
  }

  take(clickId: string): void {
    const at = this.#clickIds.indexOf(clickId);
    if (at >= 0) this.#clickIds.splice(at, 1);
  }

  /** The latest open click of that time, `untilMs` not included. */
  latest({ fromMs, untilMs }: TimeSpan): Candidate | null {
    const within = this.#clickIds.filter((id) => uuidMs(id) >= fromMs && uuidMs(id) < untilMs);
    const [clickId] = within;
    return clickId === undefined ? null : { clickId, candidates: within.length };
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
