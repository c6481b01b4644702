import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../database/statement.ts';
import type { Destination } from '../destinations/destination.ts';
import type { NowOrLater } from '../domain/when-known.ts';
import type { KeyConfig, LinkConfig, ProjectConfig } from './config-types.ts';
import type { OpenSettings } from './read-address-need.ts';
import { selectKey, selectLink, selectProject } from './select-config.ts';

/** Names of things that are not there are remembered this long, so that guessing does not reach the database each time. */
const absentMs = 5_000;
const absentMax = 10_000;
/** Nobody waits longer for a look at the database than this, where it is known what was there before. */
const freshWithinMs = 1_000;

/** By name; what is being loaded as a promise of it. */
type Known<T> = Map<string, NowOrLater<T | null>>;

/**
 * Keys, links and projects as this process knows them. Only a cache: whoever changes one of them notifies `otkuda_config` with
 * the project's id, and all processes forget what they know of it.
 */
export class Directory {
  readonly #pool: pg.Pool;
  readonly #destinations: ReadonlyMap<string, Destination>;
  readonly #openSettings: OpenSettings;
  readonly #projects: Known<ProjectConfig> = new Map();
  readonly #keys: Known<KeyConfig> = new Map();
  readonly #links: Known<LinkConfig> = new Map();
  readonly #absentUntilMs = new Map<string, number>();
  /** What was there when it was last looked at: good enough where the database does not answer. */
  readonly #lastKnown = new Map<string, unknown>();
  /** What was loaded before the latest change may be stale by the time it arrives: such a load is not kept. */
  #generation = 0;

  constructor(pool: pg.Pool, destinations: ReadonlyMap<string, Destination>, openSettings: OpenSettings) {
    this.#pool = pool;
    this.#destinations = destinations;
    this.#openSettings = openSettings;
  }

  /** Null where no such key was ever made. */
  findKey(secret: string): NowOrLater<KeyConfig | null> {
    return this.#remember(this.#keys, `key ${secret}`, secret, () =>
      selectKey(this.#pool, hashKey(secret), (id) => this.project(id)),
    );
  }

  /** Null where there is no such link, or it was deleted. */
  findLink(code: string): NowOrLater<LinkConfig | null> {
    return this.#remember(this.#links, `link ${code}`, code, () =>
      selectLink(this.#pool, code, (id) => this.project(id)),
    );
  }

  async project(projectId: string): Promise<ProjectConfig | null> {
    return this.#remember(this.#projects, `project ${projectId}`, projectId, () =>
      this.readProject(this.#pool, projectId),
    );
  }

  /** As it stands in the database at this moment, or within a transaction; nothing is remembered of it. */
  readProject(db: Queryable, projectId: string): Promise<ProjectConfig | null> {
    return selectProject(db, projectId, this.#destinations, this.#openSettings);
  }

  /** Forgets everything: changes are rare, a reload costs one query per key, and nothing stale can be left. */
  forget(): void {
    this.#generation += 1;
    this.#projects.clear();
    this.#keys.clear();
    this.#links.clear();
    this.#absentUntilMs.clear();
  }

  #remember<T>(cache: Known<T>, entry: string, name: string, load: () => Promise<T | null>): NowOrLater<T | null> {
    const known = cache.get(name);
    if (known !== undefined) return known;
    if ((this.#absentUntilMs.get(entry) ?? 0) > Date.now()) return null;
    const generation = this.#generation;
    const loading = load();
    const answer = this.#orLastKnown(entry, loading);
    cache.set(name, answer);
    loading.then(
      (value) => {
        if (generation !== this.#generation) return;
        if (value === null) {
          cache.delete(name);
          this.#lastKnown.delete(entry);
          this.#rememberAbsent(entry);
        } else {
          cache.set(name, value);
          this.#lastKnown.set(entry, value);
        }
      },
      () => {
        if (generation === this.#generation) cache.delete(name);
      },
    );
    return answer;
  }

  /** What is being loaded; where that fails or takes its time, what was there before, if anything is known of it. */
  #orLastKnown<T>(entry: string, loading: Promise<T | null>): Promise<T | null> {
    const known = this.#lastKnown.get(entry) as T | undefined;
    if (known === undefined) return loading;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<T>((resolve) => {
      timer = setTimeout(() => resolve(known), freshWithinMs);
    });
    return Promise.race([loading.catch(() => known), late]).finally(() => clearTimeout(timer));
  }

  #rememberAbsent(name: string): void {
    if (this.#absentUntilMs.size >= absentMax) this.#absentUntilMs.clear();
    this.#absentUntilMs.set(name, Date.now() + absentMs);
  }
}

/** Keys are looked up by their SHA-256: a leaked database holds none that can be used. */
export function hashKey(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
