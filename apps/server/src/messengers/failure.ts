/**
 * Why a call to a messenger came to nothing. What to do next is decided by the class, never by the caller:
 * `later`: not done, try again (after `afterMs`, where it says so); `unknown`: no answer came, so it may have been done; `token`: the token is
 * not taken; `conflict`: somebody else receives the bot's updates; `refused`: this call never, with the messenger's own words.
 */
export type FailureClass = 'later' | 'unknown' | 'token' | 'conflict' | 'refused';

export class MessengerFailure extends Error {
  override readonly name = 'MessengerFailure';
  readonly class: FailureClass;
  readonly afterMs: number | null;
  /** The HTTP or API status; 0: no answer. */
  readonly status: number;

  constructor(given: { class: FailureClass; status: number; afterMs?: number; message: string }) {
    super(given.message);
    this.class = given.class;
    this.status = given.status;
    this.afterMs = given.afterMs ?? null;
  }
}

export function isFailure(error: unknown, ...classes: FailureClass[]): error is MessengerFailure {
  return error instanceof MessengerFailure && (classes.length === 0 || classes.includes(error.class));
}

/** Awaits calls of a messenger's client, whose errors become failures by `failureOf`; what that leaves as it is is a defect. */
export function toldBy(failureOf: (error: unknown) => unknown): <T>(call: Promise<T>) => Promise<T> {
  return async (call) => {
    try {
      return await call;
    } catch (error) {
      throw failureOf(error);
    }
  };
}
