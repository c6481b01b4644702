/** Failures are forgotten after this time without one. */
const forgottenMs = 15 * 60_000;
const freeTries = 5;
const waitSecondsMax = 60;
const placesMax = 10_000;

interface Place {
  failures: number;
  lastMs: number;
}

/**
 * Slows down guessing of passwords: after five failures for one address of mail from one address of the network, each further try has
 * to wait twice as long. Kept in the process; by both together, so that a stranger cannot lock an owner out.
 */
export class SignInGuard {
  readonly #now: () => number;
  readonly #places = new Map<string, Place>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds that this place has to wait; 0: it may try. */
  waitSeconds(place: string): number {
    const known = this.#known(place);
    if (known === undefined || known.failures < freeTries) return 0;
    const pause = Math.min(2 ** (known.failures - freeTries), waitSecondsMax);
    return Math.max(0, Math.ceil((known.lastMs + pause * 1000 - this.#now()) / 1000));
  }

  failed(place: string): void {
    const known = this.#known(place) ?? { failures: 0, lastMs: 0 };
    // Set anew, so that the places come in the order of their last failure.
    this.#places.delete(place);
    this.#places.set(place, { failures: known.failures + 1, lastMs: this.#now() });
    if (this.#places.size <= placesMax) return;
    const [oldest] = this.#places.keys();
    if (oldest !== undefined) this.#places.delete(oldest);
  }

  succeeded(place: string): void {
    this.#places.delete(place);
  }

  #known(place: string): Place | undefined {
    const known = this.#places.get(place);
    return known !== undefined && this.#now() - known.lastMs < forgottenMs ? known : undefined;
  }
}
