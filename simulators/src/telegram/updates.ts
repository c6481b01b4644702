/** Kinds of update a bot gets that has asked for nothing in particular. Source: Bot API, setWebhook.allowed_updates. */
const left = ['chat_member', 'message_reaction', 'message_reaction_count'];

export interface TelegramUpdate {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

interface Pending {
  readonly update: TelegramUpdate;
  /** The chat it is about: what failing updates hold up. */
  readonly queue: string;
  readonly untilMs: number;
}

const lifeMs = 24 * 3_600_000;

/** The updates of one bot that nobody has taken yet. */
export class UpdateQueue {
  #nextId: number;
  #pending: Pending[] = [];
  #allowed: readonly string[] | null = null;
  #waiters = new Set<() => void>();
  readonly #now: () => number;

  constructor(now: () => number, firstId: number) {
    this.#now = now;
    this.#nextId = firstId;
  }

  get allowed(): readonly string[] | null {
    return this.#allowed;
  }

  /** null: all but those that have to be asked for. */
  allow(kinds: readonly string[]): void {
    this.#allowed = kinds.length === 0 ? null : kinds;
  }

  /** Gives the update, or null where the bot did not ask for its kind. */
  add(kind: string, content: object, queue: string): { update: TelegramUpdate; queue: string } | null {
    const wanted = this.#allowed === null ? !left.includes(kind) : this.#allowed.includes(kind);
    if (!wanted) return null;
    const update: TelegramUpdate = { update_id: this.#nextId, [kind]: content };
    this.#nextId += 1;
    this.#pending.push({ update, queue, untilMs: this.#now() + lifeMs });
    this.wake();
    return { update, queue };
  }

  list(): readonly Pending[] {
    this.#pending = this.#pending.filter(({ untilMs }) => untilMs > this.#now());
    return this.#pending;
  }

  isPending(update: object): boolean {
    return this.list().some((pending) => pending.update === update);
  }

  take(update: object): void {
    this.#pending = this.#pending.filter((pending) => pending.update !== update);
  }

  /** All updates before it are confirmed and gone; a negative offset keeps so many of the latest. */
  confirmBefore(offset: number): void {
    if (offset < 0) this.#pending = this.#pending.slice(offset);
    else this.#pending = this.#pending.filter(({ update }) => update.update_id >= offset);
  }

  drop(): void {
    this.#pending = [];
  }

  /** Resolves when there is something new, or when `signal` says that nobody waits any more. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waiters.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      if (signal.aborted) return resolve();
      signal.addEventListener('abort', end, { once: true });
      this.#waiters.add(end);
    });
  }

  wake(): void {
    for (const end of [...this.#waiters]) end();
  }
}
