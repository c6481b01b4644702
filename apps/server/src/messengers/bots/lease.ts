import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { BotRow } from './bot.ts';

/** Takes bots that nobody tends, and goes on with those of this process. Source of the time: the process, as for deliveries. */
export class Leases {
  readonly holder = randomUUID();
  readonly #pool: pg.Pool;
  readonly #now: () => number;
  readonly #leaseMs: number;
  readonly #heldUntilMs = new Map<string, number>();

  constructor(pool: pg.Pool, now: () => number, leaseMs: number) {
    this.#pool = pool;
    this.#now = now;
    this.#leaseMs = leaseMs;
  }

  /** All bots that this process tends from now on, until their lease ends. */
  async take(): Promise<readonly BotRow[]> {
    const nowMs = this.#now();
    const untilMs = nowMs + this.#leaseMs;
    const found = await this.#pool.query<BotRow>(
      `update bots set leased_by = $1, leased_until = $2
       where bot_key in (select bot_key from bots where leased_by = $1 or leased_until is null or leased_until <= $3 for update skip locked)
       returning *`,
      [this.holder, new Date(untilMs), new Date(nowMs)],
    );
    this.#heldUntilMs.clear();
    for (const { bot_key } of found.rows) this.#heldUntilMs.set(bot_key, untilMs);
    return found.rows;
  }

  /** Whether nobody else can have taken the bot yet. To be asked before each call that only one process may make. */
  holds(key: string): boolean {
    return (this.#heldUntilMs.get(key) ?? 0) > this.#now();
  }

  /** Lets others take the bots at once. */
  async release(): Promise<void> {
    this.#heldUntilMs.clear();
    await this.#pool.query('update bots set leased_by = null, leased_until = null where leased_by = $1', [this.holder]);
  }
}
