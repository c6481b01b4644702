/** The demo's time: it runs as ever, begins in the past, and leaps through it as that is played. */
export class DemoClock {
  #behindMs: number;

  constructor(startMs: number) {
    this.#behindMs = Date.now() - startMs;
  }

  /** Milliseconds since 1970; to be handed out as it is. */
  readonly now = (): number => Date.now() - this.#behindMs;

  /** Never back, and never past the present. */
  leapTo(atMs: number): void {
    this.#behindMs = Math.max(0, Math.min(this.#behindMs, Date.now() - atMs));
  }

  /** From here on there is nothing left to catch up with. */
  arrive(): void {
    this.#behindMs = 0;
  }
}
