/** Which requests a fault waits for, and how often it strikes. */
export interface FaultScope {
  /** Default 1. */
  readonly times?: number;
  readonly method?: string;
  /** A piece of the path without the query, where the platform has several addresses. */
  readonly path?: string;
}

/** The kinds of fault which need nothing more said. */
export const PLAIN_FAULT_KINDS = [
  /** Reads the request, stores nothing, never answers. */
  'timeout_before_accept',
  /** Does what the request asks, never answers. */
  'timeout_after_accept',
  /** Resets the connection with nothing stored. */
  'reset',
  /** Does what the request asks, then resets the connection. */
  'reset_after_accept',
  /** 502 with a proxy's HTML page, nothing stored. */
  'html',
] as const;

/** An error status, told in the platform's form; `Detail` is what that form can say besides. */
export type StatusFault<Detail = unknown> = {
  readonly kind: 'status';
  /** 400 to 599; nothing is stored. */
  readonly status: number;
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
} & Detail;

/** A misbehaviour that any platform is capable of (adplatforms.md §8). */
export type Fault<Detail = unknown> = FaultScope &
  (
    | StatusFault<Detail>
    | { readonly kind: (typeof PLAIN_FAULT_KINDS)[number] }
    /** Does what the request asks at once, answers after real milliseconds. */
    | { readonly kind: 'slow'; readonly delayMs: number }
  );

/** The faults still to come, in the order they were injected. */
export class FaultQueue<Detail> {
  #waiting: { readonly fault: Fault<Detail>; left: number }[] = [];

  inject(fault: Fault<Detail>): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** Uses up the first fault meant for such a request; null if there is none. */
  take(method: string, pathname: string): Fault<Detail> | null {
    const entry = this.#waiting.find(({ fault }) => isMeantFor(fault, method, pathname));
    if (entry === undefined) return null;
    entry.left -= 1;
    this.#waiting = this.#waiting.filter(({ left }) => left > 0);
    return entry.fault;
  }
}

function isMeantFor(scope: FaultScope, method: string, pathname: string): boolean {
  return (scope.method ?? method) === method && pathname.includes(scope.path ?? '');
}
