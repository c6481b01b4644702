/** Where updates are posted to, and what counts as taken. */
export interface Hook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface WebhookQueueOptions {
  /** Stands for DNS and the proxy with the certificate: where a public address really leads. */
  readonly resolve: (url: string) => string;
  readonly isTaken: (status: number) => boolean;
  /** Real milliseconds before the next try, after so many failures. */
  readonly pauseMs: (failures: number) => number;
  /** Whether the update is still worth a try. */
  readonly isAlive: (update: object) => boolean;
  readonly onTaken: (update: object) => void;
  readonly onFailed: (reason: string) => void;
}

/**
 * Posts updates to one hook. What belongs to one queue (a chat) goes one after the other; a failing one holds up its own queue only.
 * Ends with `stop`; what was not taken by then was not.
 */
export class WebhookQueue {
  readonly #hook: Hook;
  readonly #options: WebhookQueueOptions;
  readonly #chains = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  constructor(hook: Hook, options: WebhookQueueOptions) {
    this.#hook = hook;
    this.#options = options;
  }

  push(queue: string, update: object): void {
    const before = this.#chains.get(queue) ?? Promise.resolve();
    const chain = before.then(() => this.#deliver(update));
    this.#chains.set(queue, chain);
    void chain.then(() => {
      if (this.#chains.get(queue) === chain) this.#chains.delete(queue);
    });
  }

  stop(): void {
    this.#stop.abort();
  }

  async #deliver(update: object): Promise<void> {
    for (let failures = 0; !this.#stop.signal.aborted && this.#options.isAlive(update); failures += 1) {
      const failure = await this.#post(update);
      if (this.#stop.signal.aborted) return;
      if (failure === null) return this.#options.onTaken(update);
      this.#options.onFailed(failure);
      await this.#pause(this.#options.pauseMs(failures));
    }
  }

  /** Null where it was taken, else why not. */
  async #post(update: object): Promise<string | null> {
    try {
      const response = await fetch(this.#options.resolve(this.#hook.url), {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', ...this.#hook.headers },
        body: JSON.stringify(update),
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(60_000)]),
      });
      await response.arrayBuffer();
      return this.#options.isTaken(response.status)
        ? null
        : `Wrong response from the webhook: ${response.status} ${response.statusText}`;
    } catch (error) {
      return `Connection failed: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(end, ms);
      const { signal } = this.#stop;
      signal.addEventListener('abort', end, { once: true });
      function end(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      }
    });
  }
}
