import { type ProjectName, sources } from './sources.ts';

/** What a report says of one source. */
export interface Counts {
  clicks: number;
  machine_clicks: number;
  starts: number;
  joins: number;
  subscribers: number;
  leaves: number;
}

const none: Counts = { clicks: 0, machine_clicks: 0, starts: 0, joins: 0, subscribers: 0, leaves: 0 };

/**
 * The month as it really was: each source by its number, people without one by their project. Kept by whoever plays the visitors; it
 * knows nothing of the server.
 */
export class Truth {
  readonly bySource: readonly Counts[] = sources.map(() => ({ ...none }));
  readonly organic = new Map<ProjectName, Counts>();
  readonly #cameBy = new Map<number, Counts>();
  readonly #seen = new Set<number>();
  readonly detected = new Map<number, number>();

  click(source: number, counted: boolean): void {
    const counts = this.#source(source);
    if (counted) counts.clicks += 1;
    else counts.machine_clicks += 1;
  }

  /** A start with the code of a source, or, with null, without any. */
  start(project: ProjectName, userId: number, source: number | null): void {
    this.#arrive(project, userId, source).starts += 1;
  }

  join(project: ProjectName, userId: number, source: number | null): void {
    const counts = this.#arrive(project, userId, source);
    counts.joins += 1;
    if (!this.#seen.has(userId)) counts.subscribers += 1;
    this.#seen.add(userId);
  }

  leave(userId: number): void {
    const counts = this.#cameBy.get(userId);
    if (counts !== undefined) counts.leaves += 1;
  }

  /** Whose start the server has to guess: counted apart, and compared one by one. */
  detect(userId: number, source: number): void {
    this.detected.set(userId, source);
  }

  /** Who comes without a source keeps the one that they had. */
  #arrive(project: ProjectName, userId: number, source: number | null): Counts {
    const counts = source === null ? this.#organic(project) : this.#source(source);
    if (source !== null || !this.#cameBy.has(userId)) this.#cameBy.set(userId, counts);
    return counts;
  }

  #source(source: number): Counts {
    const counts = this.bySource[source];
    if (counts === undefined) throw new Error(`there is no source ${source}`);
    return counts;
  }

  #organic(project: ProjectName): Counts {
    const counts = this.organic.get(project) ?? { ...none };
    this.organic.set(project, counts);
    return counts;
  }
}
