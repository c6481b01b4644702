/** Which calls a fault waits for, and how often it strikes. */
interface FaultScope {
  /** The method's name as in the address; any where it is left out. */
  readonly method?: string;
  /** Default 1. */
  readonly times?: number;
  /** How many matching calls are let through first; default none. */
  readonly after?: number;
}

/** A misbehaviour of a messenger's platform, or of the way to it. */
export type MessengerFault = FaultScope &
  (
    | {
        readonly kind: 'status';
        /** 400 to 599; nothing is done. */
        readonly status: number;
        readonly description?: string;
        /** Telegram says it in `parameters.retry_after`, MAX in `Retry-After`. */
        readonly retryAfterSeconds?: number;
      }
    /** The connection is reset, with nothing done. */
    | { readonly kind: 'reset' }
    /** The call is done, then the connection is reset: the answer is lost. */
    | { readonly kind: 'reset_after_accept' }
    /** Nothing is done and nothing ever answered. */
    | { readonly kind: 'hang' }
    /** 502 with a proxy's HTML page, nothing done. */
    | { readonly kind: 'html' }
  );

/** The faults still to come, in the order they were injected. */
export class MessengerFaults {
  #waiting: { readonly fault: MessengerFault; left: number; passing: number }[] = [];

  inject(fault: MessengerFault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1, passing: fault.after ?? 0 });
  }

  /** Uses up the first fault meant for such a call; null if there is none. */
  take(method: string): MessengerFault | null {
    for (const entry of this.#waiting) {
      if ((entry.fault.method ?? method) !== method) continue;
      if (entry.passing > 0) {
        entry.passing -= 1;
        continue;
      }
      entry.left -= 1;
      this.#waiting = this.#waiting.filter(({ left }) => left > 0);
      return entry.fault;
    }
    return null;
  }

  clear(): void {
    this.#waiting = [];
  }
}
