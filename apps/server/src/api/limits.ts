import type pg from 'pg';
import { bigintArray, textArray, uuidArray } from '../database/array-values.ts';
import type { KeyConfig, KeyLimits } from '../directory/config-types.ts';

const spans = [
  { name: 'second', ms: 1_000, limit: (limits: KeyLimits) => limits.perSecond },
  { name: 'hour', ms: 3_600_000, limit: (limits: KeyLimits) => limits.perHour },
  { name: 'day', ms: 86_400_000, limit: (limits: KeyLimits) => limits.perDay },
] as const;

interface Window {
  /** Number of the second, hour or day since 1970: clock windows, so that they end when users expect. */
  number: number;
  used: number;
  /** Part of `used` that is not in the database yet. */
  unsaved: number;
}

interface Usage {
  readonly projectId: string;
  readonly windows: readonly [Window, Window, Window];
}

interface UnsavedUse {
  readonly keyId: string;
  readonly projectId: string;
  readonly span: string;
  readonly window: Window;
  readonly number: number;
  readonly added: number;
}

interface SavedUse {
  readonly key_id: string;
  readonly span: string;
  readonly span_number: string;
  readonly used: string;
}

export interface LimitDecision {
  readonly allowed: boolean;
  /** Of the window that is closest to its end of calls, or that is used up. 0 is unlimited. */
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly span: (typeof spans)[number]['name'];
}

/**
 * Counts the calls of each key in clock seconds, hours and UTC days; a refused call uses nothing up. Counted in the process, since
 * three windows have to be taken at once without a round trip; hour and day are written down every second, so that a restart does
 * not forget them.
 */
export class Limits {
  readonly #pool: pg.Pool;
  readonly #now: () => number;
  readonly #usages = new Map<string, Usage>();
  readonly #loading = new Map<string, Promise<void>>();

  constructor(pool: pg.Pool, now: () => number) {
    this.#pool = pool;
    this.#now = now;
  }

  /** Takes one call from all windows, or from none. */
  async take(key: KeyConfig): Promise<LimitDecision> {
    const usage = this.#usages.get(key.keyId) ?? (await this.#load(key));
    const nowMs = this.#now();
    let tightest: LimitDecision | null = null;
    for (const [index, span] of spans.entries()) {
      const decision = look(usage.windows[index as 0 | 1 | 2], span, span.limit(key.limits), nowMs);
      if (!decision.allowed) return decision;
      if (decision.limit > 0 && (tightest === null || decision.remaining < tightest.remaining)) tightest = decision;
    }
    for (const window of usage.windows) {
      window.used += 1;
      window.unsaved += 1;
    }
    if (tightest === null) return { allowed: true, limit: 0, remaining: 0, resetSeconds: 0, span: 'day' };
    return { ...tightest, remaining: tightest.remaining - 1 };
  }

  async #load(key: KeyConfig): Promise<Usage> {
    const loading = this.#loading.get(key.keyId) ?? this.#select(key);
    this.#loading.set(key.keyId, loading);
    try {
      await loading;
    } finally {
      this.#loading.delete(key.keyId);
    }
    const usage = this.#usages.get(key.keyId);
    if (usage === undefined) throw new Error('the usage of a key was not loaded');
    return usage;
  }

  async #select(key: KeyConfig): Promise<void> {
    const nowMs = this.#now();
    const numbers = spans.map((span) => Math.floor(nowMs / span.ms));
    const found = await this.#pool.query<{ span: string; used: string }>(
      `select span, used from key_usage where project_id = $1 and key_id = $2
       and ((span = 'hour' and span_number = $3) or (span = 'day' and span_number = $4))`,
      [key.ownerProjectId, key.keyId, numbers[1], numbers[2]],
    );
    const used = (name: string): number => Number(found.rows.find((row) => row.span === name)?.used ?? 0);
    const window = (index: number, count: number): Window => ({ number: numbers[index] ?? 0, used: count, unsaved: 0 });
    this.#usages.set(key.keyId, {
      projectId: key.ownerProjectId,
      windows: [window(0, 0), window(1, used('hour')), window(2, used('day'))],
    });
  }

  /** Writes down what was used since the last time, and learns what other processes used. */
  async save(): Promise<void> {
    const rows = this.#takeUnsaved();
    if (rows.length === 0) return;
    let totals: readonly SavedUse[];
    try {
      totals = await this.#add(rows);
    } catch (error) {
      for (const { window, number, added } of rows) if (window.number === number) window.unsaved += added;
      throw error;
    }
    for (const { keyId, span, window, number } of rows) {
      const total = totals.find(
        (row) => row.key_id === keyId && row.span === span && Number(row.span_number) === number,
      );
      if (total !== undefined && window.number === number) window.used = Number(total.used) + window.unsaved;
    }
  }

  /** Taken before they are written: where the storage is slow, the next save must not count the same calls again. */
  #takeUnsaved(): UnsavedUse[] {
    const rows: UnsavedUse[] = [];
    for (const [keyId, { projectId, windows }] of this.#usages) {
      for (const index of [1, 2] as const) {
        const window = windows[index];
        if (window.unsaved === 0) continue;
        const { number, unsaved: added } = window;
        rows.push({ keyId, projectId, span: spans[index].name, window, number, added });
        window.unsaved = 0;
      }
    }
    return rows;
  }

  async #add(rows: readonly UnsavedUse[]): Promise<readonly SavedUse[]> {
    const saved = await this.#pool.query<SavedUse>(
      `insert into key_usage as known (project_id, key_id, span, span_number, used)
       select * from unnest($1::bigint[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[]) order by 1, 2, 3, 4
       on conflict (project_id, key_id, span, span_number) do update set used = known.used + excluded.used
       returning key_id, span, span_number, used`,
      [
        bigintArray(rows.map((row) => row.projectId)),
        uuidArray(rows.map((row) => row.keyId)),
        textArray(rows.map((row) => row.span)),
        bigintArray(rows.map((row) => row.number)),
        bigintArray(rows.map((row) => row.added)),
      ],
    );
    return saved.rows;
  }
}

function look(window: Window, span: (typeof spans)[number], limit: number, nowMs: number): LimitDecision {
  const number = Math.floor(nowMs / span.ms);
  if (window.number !== number) {
    window.number = number;
    window.used = 0;
    window.unsaved = 0;
  }
  const resetSeconds = Math.ceil(((number + 1) * span.ms - nowMs) / 1000);
  const remaining = Math.max(0, limit - window.used);
  return { allowed: limit === 0 || remaining > 0, limit, remaining, resetSeconds, span: span.name };
}
