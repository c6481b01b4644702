import type { AdSystem, ProjectKind } from '@otkuda/contract';
import { type ArrayValue, bigintArray, textArray, timeArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { ClickIds, Marks } from '../../domain/click-marks.ts';
import { factMs, type Membership, type MembershipFact, sameStartMs } from '../../domain/membership.ts';
import { isMembershipSignal } from '../../domain/signal.ts';
import { type Batch, keyOf, type SubscriberInWork, type Transaction } from '../batch.ts';
import type { StoredFact } from '../rows.ts';

interface StoredSubscriber {
  project_id: string;
  user_id: string;
  first_name: string | null;
  last_name: string | null;
  username: string | null;
  language_code: string | null;
  is_premium: boolean | null;
  profile_at: Date | null;
  status: Membership['status'];
  first_join_at: Date | null;
  last_join_at: Date | null;
  left_at: Date | null;
  facts: number;
  state_at: Date | null;
  first_touch_id: string | null;
  first_touch_at: Date | null;
  last_touch_id: string | null;
  last_touch_at: Date | null;
  source_id: string | null;
}

const subscriberColumns = [
  'project_id, user_id, first_name, last_name, username, language_code, is_premium, profile_at, status',
  'first_join_at, last_join_at, left_at, facts, state_at, first_touch_id, first_touch_at, last_touch_id, last_touch_at, source_id',
].join(', ');

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

/** A touch is never changed: what was learnt of its click since is looked up each time, so that it helps the goals still to come. */
const selectTouches = statement<{
  project_id: string;
  touch_id: string;
  ad_system: AdSystem | null;
  ids: ClickIds;
  marks: Marks;
  click_id: string | null;
  clicked_at: Date | null;
  learnt: ClickIds | null;
}>(
  'select_touches',
  `select project_id, touch_id, ad_system, ids, marks, click_id, clicked_at,
     (select jsonb_object_agg(name, value) from click_ids
      where click_ids.project_id = touches.project_id and click_ids.click_id = touches.click_id) as learnt
   from touches
   where (project_id, touch_id) in (select * from unnest($1::bigint[], $2::uuid[]))`,
);

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

interface Person {
  readonly projectId: string;
  readonly userId: string;
  readonly projectKind: ProjectKind;
  /** Dates of the membership facts that arrive with this batch, in order of arrival. */
  readonly factsMs: number[];
  /** One of them may be a start that was told before. */
  folds: boolean;
  creates: boolean;
}

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

function peopleOf(batch: Batch): Map<string, Person> {
  const people = new Map<string, Person>();
  for (const { request, projectId, signal } of batch.signals()) {
    if (signal.userId === null) continue;
    const key = keyOf(projectId, signal.userId);
    const projectKind = request.record.project.kind;
    const person = people.get(key) ?? {
      projectId,
      userId: signal.userId,
      projectKind,
      factsMs: [],
      folds: false,
      creates: false,
    };
    if (isMembershipSignal(signal)) person.factsMs.push(factMs(signal.atMs));
    if (signal.kind === 'started' && signal.folds === true) person.folds = true;
    if (signal.kind !== 'goal') person.creates = true;
    people.set(key, person);
  }
  return people;
}

function keysOf(people: readonly Person[]): [ArrayValue, ArrayValue] {
  return [bigintArray(people.map((one) => one.projectId)), textArray(people.map((one) => one.userId))];
}

function inWork(row: StoredSubscriber, exists: boolean): SubscriberInWork {
  const work = unchanged(row, exists);
  return { ...work, loaded: exists ? work.row : null };
}

function unchanged(row: StoredSubscriber, exists: boolean): Omit<SubscriberInWork, 'loaded'> {
  return {
    exists,
    changed: false,
    facts: [],
    row: {
      projectId: row.project_id,
      userId: row.user_id,
      profile: {
        firstName: row.first_name,
        lastName: row.last_name,
        username: row.username,
        languageCode: row.language_code,
        isPremium: row.is_premium,
        profileMs: row.profile_at?.getTime() ?? null,
      },
      membership: {
        status: row.status,
        firstJoinMs: row.first_join_at?.getTime() ?? null,
        lastJoinMs: row.last_join_at?.getTime() ?? null,
        leftMs: row.left_at?.getTime() ?? null,
      },
      facts: row.facts,
      stateMs: row.state_at?.getTime() ?? null,
      firstTouch: touchPoint(row.first_touch_id, row.first_touch_at),
      lastTouch: withoutIds(touchPoint(row.last_touch_id, row.last_touch_at)),
      sourceId: row.source_id,
    },
  };
}

function touchPoint(touchId: string | null, at: Date | null): { touchId: string; touchedMs: number } | null {
  return touchId === null || at === null ? null : { touchId, touchedMs: at.getTime() };
}

function withoutIds(point: { touchId: string; touchedMs: number } | null) {
  return point === null ? null : { ...point, adSystem: null, ids: {}, marks: {}, clickId: null, clickedMs: null };
}

async function loadLastTouches(batch: Batch, tx: Transaction): Promise<void> {
  const people = [...batch.subscribers.values()].filter(({ row }) => row.lastTouch !== null);
  if (people.length === 0) return;
  const rows = await tx.read(selectTouches, [
    bigintArray(people.map(({ row }) => row.projectId)),
    uuidArray(people.map(({ row }) => row.lastTouch?.touchId)),
  ]);
  const touches = new Map(rows.map((row) => [keyOf(row.project_id, row.touch_id), row]));
  for (const person of people) {
    const { lastTouch } = person.row;
    const touch = lastTouch && touches.get(keyOf(person.row.projectId, lastTouch.touchId));
    if (!touch) continue;
    const { ad_system: adSystem, marks, click_id: clickId, clicked_at } = touch;
    const ids = { ...touch.learnt, ...touch.ids };
    const clickedMs = clicked_at?.getTime() ?? null;
    person.row = { ...person.row, lastTouch: { ...lastTouch, adSystem, ids, marks, clickId, clickedMs } };
  }
}

/** Earlier facts matter where one arrives late, and where a start may be one that was told before. */
async function loadHistories(batch: Batch, tx: Transaction, people: ReadonlyMap<string, Person>): Promise<void> {
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
