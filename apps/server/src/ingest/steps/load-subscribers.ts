import { timeArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import { type Batch, keyOf, type Transaction } from '../batch.ts';
import { keysOf, peopleOf } from '../people.ts';
import { inWork, type StoredSubscriber, subscriberColumns } from '../stored-subscriber.ts';
import { loadHistories } from './load-histories.ts';
import { loadLastTouches } from './load-last-touches.ts';

/** Goals and events only need to know where the person came from: nothing of the subscriber changes, nothing is locked. */
const selectSubscribers = statement<StoredSubscriber>(
  'select_subscribers',
  `select ${subscriberColumns} from subscribers
   where (project_id, user_id) in (select * from unnest($1::bigint[], $2::text[]))`,
);

/**
 * Locks the rows of everybody whose membership may change, making those that are missing, so that two processes storing facts of
 * one person come one after the other. An upsert, since a lock over several projects cannot be taken by SELECT in a distributed
 * database. Sorted by key: no deadlocks between processes.
 */
const lockSubscribers = statement<StoredSubscriber & { created: boolean }>(
  'lock_subscribers',
  `insert into subscribers as known (project_id, user_id, created_at)
   select * from unnest($1::bigint[], $2::text[], $3::timestamptz[])
   order by 1, 2
   on conflict (project_id, user_id) do update set facts = known.facts
   returning ${subscriberColumns}, (xmax = 0) as created`,
);

/** Loads everybody the batch is about, locked where their membership may change. */
export async function loadSubscribers(batch: Batch, tx: Transaction): Promise<void> {
  const people = peopleOf(batch);
  if (people.size === 0) return;
  const readers = [...people.values()].filter((person) => person.factsMs.length === 0);
  if (readers.length > 0) {
    const rows = await tx.read(selectSubscribers, keysOf(readers));
    for (const row of rows) batch.subscribers.set(keyOf(row.project_id, row.user_id), inWork(row, true));
  }
  const locked = [...people].filter(([key, person]) => !batch.subscribers.has(key) && person.creates);
  if (locked.length > 0) {
    const rows = await tx.read(lockSubscribers, [
      ...keysOf(locked.map(([, person]) => person)),
      timeArray(locked.map(() => batch.nowMs)),
    ]);
    for (const row of rows) batch.subscribers.set(keyOf(row.project_id, row.user_id), inWork(row, !row.created));
  }
  await loadLastTouches(batch, tx);
  await loadHistories(batch, tx, people);
}
