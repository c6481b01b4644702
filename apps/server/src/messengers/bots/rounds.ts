/** One kind of work that comes again and again. Gives after how many milliseconds to look again at the latest. */
export type Round = (signal: AbortSignal) => Promise<number>;

const afterFailureMs = 2_000;

/** Runs a round over and over, each time after its pause or when woken. One that throws is told and tried again. */
export class Rounds {
  readonly #round: Round;
  readonly #onFailure: (error: unknown) => void;
  readonly #stop = new AbortController();
  #ring: () => void = () => {};
  #woken = false;
  #running: Promise<void> | null = null;

  constructor(round: Round, onFailure: (error: unknown) => void) {
    this.#round = round;
    this.#onFailure = onFailure;
  }

  start(): this {
    this.#running ??= this.#run();
    return this;
  }

  wake(): void {
    this.#woken = true;
    this.#ring();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#ring();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.#woken = false;
      let pauseMs = afterFailureMs;
      try {
        pauseMs = await this.#round(signal);
      } catch (error) {
        if (!signal.aborted) this.#onFailure(error);
      }
      await this.#sleep(pauseMs);
    }
  }

  #sleep(ms: number): Promise<void> {
    if (this.#woken || this.#stop.signal.aborted || ms <= 0) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
