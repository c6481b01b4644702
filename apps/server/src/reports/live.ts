import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { uuidFloor } from '../domain/uuid.ts';

export const liveMinutes = 5;

export const Live = Type.Object(
  {
    minutes: Type.Integer({ description: 'how far back it looks' }),
    clicks: Type.Integer({ description: "people's clicks" }),
    joins: Type.Integer({ description: 'who became a subscriber, again or for the first time' }),
  },
  { title: 'LiveFigures' },
);
export type Live = Static<typeof Live>;

interface Watched {
  readonly listeners: Set<Listener>;
  due: NodeJS.Timeout | null;
}

export interface Listener {
  send(live: Live): void;
  end(): void;
}

/** After a commit the figures are read once, however many commits and listeners there are. */
const gatherMs = 1_000;
/** What happened leaves the window of five minutes without a commit, and other processes commit as well. */
const refreshMs = 10_000;

/** What happens right now, for the pages that stay open: read once for all who watch a project. */
export class LiveFigures {
  readonly #pool: pg.Pool;
  readonly #now: () => number;
  readonly #watched = new Map<string, Watched>();
  readonly #refresh: NodeJS.Timeout;
  #stopped = false;

  constructor(pool: pg.Pool, now: () => number) {
    this.#pool = pool;
    this.#now = now;
    this.#refresh = setInterval(() => {
      for (const projectId of this.#watched.keys()) this.#plan(projectId);
    }, refreshMs);
    this.#refresh.unref();
  }

  /** Read from the facts of the last minutes: rollups know no less than a quarter of an hour. Both are ranges of an index. */
  async read(projectId: string): Promise<Live> {
    const sinceMs = this.#now() - liveMinutes * 60_000;
    const { rows } = await this.#pool.query<{ clicks: number; joins: number }>(
      `select
         (select count(*) from clicks where project_id = $1 and click_id >= $2 and machine is null)::integer as clicks,
         (select count(*) from events where project_id = $1 and happened_at >= $3 and effect in ('first_join', 'join'))::integer as joins`,
      [projectId, uuidFloor(sinceMs), new Date(sinceMs)],
    );
    return { minutes: liveMinutes, clicks: rows[0]?.clicks ?? 0, joins: rows[0]?.joins ?? 0 };
  }

  /** Tells the listener of every change from now on. Gives a function that ends it. */
  watch(projectId: string, listener: Listener): () => void {
    if (this.#stopped) {
      listener.end();
      return () => {};
    }
    const watched = this.#watched.get(projectId) ?? { listeners: new Set(), due: null };
    this.#watched.set(projectId, watched);
    watched.listeners.add(listener);
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size > 0) return;
      if (watched.due !== null) clearTimeout(watched.due);
      this.#watched.delete(projectId);
    };
  }

  /** Something of these projects was stored by this process. */
  happened(projectIds: Iterable<string>): void {
    if (this.#watched.size === 0) return;
    for (const projectId of projectIds) this.#plan(projectId);
  }

  /** Ends all who watch, so that they do not hold up a stop. */
  stop(): void {
    this.#stopped = true;
    clearInterval(this.#refresh);
    for (const { listeners, due } of this.#watched.values()) {
      if (due !== null) clearTimeout(due);
      for (const listener of listeners) listener.end();
    }
    this.#watched.clear();
  }

  #plan(projectId: string): void {
    const watched = this.#watched.get(projectId);
    if (watched === undefined || watched.due !== null) return;
    watched.due = setTimeout(() => void this.#tell(projectId, watched), gatherMs);
  }

  async #tell(projectId: string, watched: Watched): Promise<void> {
    watched.due = null;
    try {
      const live = await this.read(projectId);
      for (const listener of watched.listeners) listener.send(live);
    } catch {
      // The database is away for a moment: the next commit or refresh tells.
    }
  }
}
