import { ageBand } from '../domain/age-bands.ts';
import { byDateThenArrival, type Effect } from '../domain/membership.ts';

/** When and from where somebody joined first: what they are counted under for as long as they stay. */
export interface Cohort {
  readonly atMs: number;
  readonly sourceId: string;
}

/** What a fact is to its cohort: the join that makes it, or, at a later age, one person less (or more, who came back). */
export interface CohortChange {
  readonly cohort: Cohort;
  readonly joined: number;
  readonly band: number;
  /** Departures less returns. */
  readonly left: number;
}

export interface CountedFact {
  readonly atMs: number;
  readonly arrival: number;
  readonly sourceId: string;
  readonly effect: Effect;
}

/**
 * What facts of one person are to the person's cohort. `known`: the first join that was stored before them; without it the first join
 * is among them, or there is none yet. What came before the first join is about nobody who was counted as a newcomer.
 */
export function cohortChanges(facts: readonly CountedFact[], known: Cohort | null): CohortChange[] {
  const changes: CohortChange[] = [];
  let cohort = known;
  for (const fact of facts.toSorted(byDateThenArrival)) {
    if (fact.effect.counts === 'first_join') {
      cohort = { atMs: fact.atMs, sourceId: fact.sourceId };
      changes.push({ cohort, joined: 1, band: 0, left: 0 });
    } else if (cohort !== null && fact.effect.presence !== 0) {
      changes.push({ cohort, joined: 0, band: ageBand(fact.atMs - cohort.atMs), left: -fact.effect.presence });
    }
  }
  return changes;
}

export function cohortOf(facts: readonly CountedFact[]): Cohort | null {
  return facts.find(({ effect }) => effect.counts === 'first_join') ?? null;
}

/** The same changes taken back. */
export function undone(changes: readonly CohortChange[]): CohortChange[] {
  return changes.map((change) => ({ ...change, joined: -change.joined, left: -change.left }));
}
