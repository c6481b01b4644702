import { statement } from '../../database/statement.ts';
import { type MembershipFact, sameStartMs } from '../../domain/membership.ts';
import { type Batch, keyOf, type SubscriberInWork, type Transaction } from '../batch.ts';
import { keysOf, type Person } from '../people.ts';
import type { StoredFact } from '../rows.ts';

/** All membership facts of people of whom an older fact has arrived than the newest known. */
const selectFacts = statement<{
  project_id: string;
  user_id: string;
  event_id: string;
  kind: MembershipFact['kind'];
  happened_at: Date;
  arrival: number;
  source_id: string;
  start_value: string | null;
  touch_id: string | null;
  effect: StoredFact['effect']['counts'];
  presence: -1 | 0 | 1;
}>(
  'select_facts',
  `select project_id, user_id, event_id, kind, happened_at, arrival, source_id, start_value, touch_id, effect, presence from events
   where (project_id, user_id) in (select * from unnest($1::bigint[], $2::text[])) and arrival is not null`,
);

/** Earlier facts matter where one arrives late, and where a start may be one that was told before. */
export async function loadHistories(batch: Batch, tx: Transaction, people: ReadonlyMap<string, Person>): Promise<void> {
  const late = [...people].filter(([key, person]) => needsHistory(batch.subscribers.get(key), person));
  if (late.length === 0) return;
  const rows = await tx.read(selectFacts, keysOf(late.map(([, person]) => person)));
  for (const row of rows) {
    batch.subscribers.get(keyOf(row.project_id, row.user_id))?.facts.push({
      eventId: row.event_id,
      kind: row.kind,
      atMs: row.happened_at.getTime(),
      arrival: row.arrival,
      sourceId: row.source_id,
      stored: true,
      startValue: row.start_value,
      touchId: row.touch_id,
      effect: { counts: row.effect, presence: row.presence },
    });
  }
}

function needsHistory(known: SubscriberInWork | undefined, person: Person): boolean {
  const stateMs = known?.row.stateMs ?? null;
  if (stateMs === null) return false;
  return (
    bringsLateFact(known, person) || (person.folds && person.factsMs.some((atMs) => atMs - stateMs <= sameStartMs))
  );
}

function bringsLateFact(known: SubscriberInWork | undefined, person: Person): boolean {
  let newestMs = known?.row.stateMs ?? Number.NEGATIVE_INFINITY;
  for (const atMs of person.factsMs) {
    if (atMs < newestMs) return true;
    newestMs = atMs;
  }
  return false;
}
