import { bigintArray, textArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import { type Batch, keyOf, type SubscriberInWork, type Transaction } from '../batch.ts';
import {
  type Cohort,
  type CohortChange,
  type CountedFact,
  cohortChanges,
  cohortOf,
  undone,
} from '../cohort-changes.ts';
import type { StoredFact } from '../rows.ts';
import { type AudienceChange, addToAudience, audienceChanges } from './count-audience.ts';
import { addToRetention } from './count-retention.ts';

/** When and from where these people joined first, as it is stored. */
const selectCohorts = statement<{ project_id: string; user_id: string; happened_at: Date; source_id: string }>(
  'select_cohorts',
  `select project_id, user_id, happened_at, source_id from events
   where (project_id, user_id) in (select * from unnest($1::bigint[], $2::text[])) and effect = 'first_join'`,
);

interface PersonChange {
  readonly before: Cohort | null;
  readonly after: Cohort | null;
  readonly changes: readonly CohortChange[];
}

/**
 * Counts who stayed and who is here now, by the first join of each person the batch changes: whoever leaves is taken off the cohort they
 * joined with. A late fact may move somebody into another cohort: what was counted is then taken back and counted anew.
 */
export async function countCohorts(batch: Batch, tx: Transaction): Promise<void> {
  const people = [...batch.subscribers.values()].filter(({ changed }) => changed);
  if (people.length === 0) return;
  const known = await loadCohorts(people.filter(joinedBefore), tx);
  const retention: { readonly projectId: string; readonly change: CohortChange }[] = [];
  const audience: AudienceChange[] = [];
  for (const person of people) {
    const { projectId, userId } = person.row;
    const { before, after, changes } = changeOf(batch, person, known.get(keyOf(projectId, userId)) ?? null);
    for (const change of changes) retention.push({ projectId, change });
    audience.push(...audienceChanges(person, before, after));
  }
  addToRetention(tx, retention);
  addToAudience(tx, audience);
}

/** Whose first join is stored, but was not loaded with all their facts. */
function joinedBefore({ loaded, facts }: SubscriberInWork): boolean {
  return loaded !== null && loaded.membership.firstJoinMs !== null && !facts.some(({ stored }) => stored);
}

async function loadCohorts(people: readonly SubscriberInWork[], tx: Transaction): Promise<ReadonlyMap<string, Cohort>> {
  if (people.length === 0) return new Map();
  const rows = await tx.read(selectCohorts, [
    bigintArray(people.map(({ row }) => row.projectId)),
    textArray(people.map(({ row }) => row.userId)),
  ]);
  return new Map(
    rows.map((row) => [
      keyOf(row.project_id, row.user_id),
      { atMs: row.happened_at.getTime(), sourceId: row.source_id },
    ]),
  );
}

function changeOf(batch: Batch, { facts }: SubscriberInWork, known: Cohort | null): PersonChange {
  const stored = facts.filter((fact) => fact.stored).map((fact) => asItWasCounted(batch, fact));
  if (stored.length === 0) {
    const changes = cohortChanges(facts, known);
    return { before: known, after: known ?? cohortOf(facts), changes };
  }
  const changes = [...undone(cohortChanges(stored, null)), ...cohortChanges(facts, null)];
  return { before: cohortOf(stored), after: cohortOf(facts), changes };
}

/** A stored fact as it was before this batch weighed it anew or gave it another source. */
function asItWasCounted(batch: Batch, fact: StoredFact): CountedFact {
  return {
    atMs: fact.atMs,
    arrival: fact.arrival,
    sourceId: batch.retouched.get(fact.eventId)?.fromSourceId ?? fact.sourceId,
    effect: batch.reweighed.get(fact.eventId)?.before ?? fact.effect,
  };
}
