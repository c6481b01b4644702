import type pg from 'pg';

/** Invite links of one channel that this process alone may hand out, for as long as the reservation lasts. */
interface Reserved {
  readonly url: string;
  readonly untilMs: number;
}

/** So many at once, and twice as many each time that they last for less than a second. */
const reservationMin = 20;
const reservationMax = 5_120;
const briefMs = 1_000;
export const reservedMs = 600_000;
/** Not handed out near its end: the click has to be stored with it before another process may take it. */
const marginMs = 120_000;
const emptyMs = 1_000;

/**
 * The part of the pool that this process has taken for itself, so that a visitor waits for no query: links come from memory, and become
 * the visitor's in the transaction that stores the click. What a process that dies has left is free again when its reservation ends.
 */
export class InviteStock {
  readonly #pool: pg.Pool;
  readonly #now: () => number;
  readonly #stock = new Map<string, Reserved[]>();
  readonly #reserving = new Map<string, Promise<void>>();
  readonly #emptyUntilMs = new Map<string, number>();
  readonly #lastReservation = new Map<string, { readonly atMs: number; readonly size: number }>();

  constructor(pool: pg.Pool, now: () => number) {
    this.#pool = pool;
    this.#now = now;
  }

  /** Null where the pool has none left. Never gives a link twice. */
  async take(projectId: string, createsJoinRequest: boolean): Promise<string | null> {
    const key = `${projectId}:${createsJoinRequest}`;
    const at = this.#takeAt(key);
    if (at.left < this.#sizeOf(key) / 2) {
      const reserving = this.#reserve(key, projectId, createsJoinRequest);
      if (at.url === null) await reserving;
    }
    return at.url ?? this.#takeAt(key).url;
  }

  /** Gives back what nobody was sent to. */
  async release(): Promise<void> {
    await Promise.allSettled(this.#reserving.values());
    for (const [key, links] of this.#stock) {
      const [projectId] = key.split(':');
      await this.#pool.query(
        `update invite_links set state = 'free', leased_until = null
         where project_id = $1 and invite_link = any($2::text[]) and state = 'reserved'`,
        [projectId, links.splice(0).map(({ url }) => url)],
      );
    }
  }

  #takeAt(key: string): { readonly url: string | null; readonly left: number } {
    const links = this.#stock.get(key) ?? [];
    const safeMs = this.#now() + marginMs;
    while (links.length > 0) {
      const next = links.shift();
      if (next !== undefined && next.untilMs > safeMs) return { url: next.url, left: links.length };
    }
    return { url: null, left: 0 };
  }

  #reserve(key: string, projectId: string, createsJoinRequest: boolean): Promise<void> {
    if ((this.#emptyUntilMs.get(key) ?? 0) > this.#now()) return Promise.resolve();
    const running = this.#reserving.get(key);
    if (running !== undefined) return running;
    const reserving = this.#query(projectId, createsJoinRequest, this.#nextSize(key))
      .then((links) => {
        this.#stock.set(key, [...(this.#stock.get(key) ?? []), ...links]);
        if (links.length === 0) this.#emptyUntilMs.set(key, this.#now() + emptyMs);
      })
      // A visitor is sent on by the shared link, whatever is wrong with the storage.
      .catch(() => void this.#emptyUntilMs.set(key, this.#now() + emptyMs))
      .finally(() => this.#reserving.delete(key));
    this.#reserving.set(key, reserving);
    return reserving;
  }

  #sizeOf(key: string): number {
    return this.#lastReservation.get(key)?.size ?? reservationMin;
  }

  #nextSize(key: string): number {
    const last = this.#lastReservation.get(key);
    const atMs = this.#now();
    const wasBrief = last !== undefined && atMs - last.atMs < briefMs;
    const size = wasBrief ? Math.min(last.size * 2, reservationMax) : reservationMin;
    this.#lastReservation.set(key, { atMs, size });
    return size;
  }

  async #query(projectId: string, createsJoinRequest: boolean, count: number): Promise<Reserved[]> {
    const untilMs = this.#now() + reservedMs;
    const found = await this.#pool.query<{ invite_link: string }>(
      `update invite_links set state = 'reserved', leased_until = $4
       where project_id = $1 and invite_link in (
         select invite_link from invite_links where project_id = $1 and creates_join_request = $2 and state = 'free'
         order by created_at limit $3 for update skip locked)
       returning invite_link`,
      [projectId, createsJoinRequest, count, new Date(untilMs)],
    );
    return found.rows.map(({ invite_link: url }) => ({ url, untilMs }));
  }
}
