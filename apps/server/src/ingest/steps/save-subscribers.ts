import { bigintArray, integerArray, plainArray, textArray, timeArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';

/** Writes the state that the facts ended in. The rows are locked by this transaction already, so no order is needed. */
const updateSubscribers = statement(
  'update_subscribers',
  `update subscribers set
     first_name = saved.first_name, last_name = saved.last_name, username = saved.username,
     language_code = saved.language_code, is_premium = saved.is_premium, profile_at = saved.profile_at,
     status = saved.status, first_join_at = saved.first_join_at, last_join_at = saved.last_join_at, left_at = saved.left_at,
     facts = saved.facts, state_at = saved.state_at,
     first_touch_id = saved.first_touch_id, first_touch_at = saved.first_touch_at,
     last_touch_id = saved.last_touch_id, last_touch_at = saved.last_touch_at, source_id = saved.source_id
   from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::timestamptz[], $9::text[],
     $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::integer[], $14::timestamptz[], $15::uuid[], $16::timestamptz[],
     $17::uuid[], $18::timestamptz[], $19::uuid[])
     as saved (project_id, user_id, first_name, last_name, username, language_code, is_premium, profile_at, status,
       first_join_at, last_join_at, left_at, facts, state_at, first_touch_id, first_touch_at, last_touch_id, last_touch_at, source_id)
   where subscribers.project_id = saved.project_id and subscribers.user_id = saved.user_id`,
);

export function saveSubscribers(batch: Batch, tx: Transaction): void {
  const rows = [...batch.subscribers.values()].filter((person) => person.changed).map((person) => person.row);
  if (rows.length === 0) return;
  tx.write(updateSubscribers, [
    bigintArray(rows.map((r) => r.projectId)),
    textArray(rows.map((r) => r.userId)),
    textArray(rows.map((r) => r.profile.firstName)),
    textArray(rows.map((r) => r.profile.lastName)),
    textArray(rows.map((r) => r.profile.username)),
    textArray(rows.map((r) => r.profile.languageCode)),
    plainArray(rows.map((r) => r.profile.isPremium)),
    timeArray(rows.map((r) => r.profile.profileMs)),
    textArray(rows.map((r) => r.membership.status)),
    timeArray(rows.map((r) => r.membership.firstJoinMs)),
    timeArray(rows.map((r) => r.membership.lastJoinMs)),
    timeArray(rows.map((r) => r.membership.leftMs)),
    integerArray(rows.map((r) => r.facts)),
    timeArray(rows.map((r) => r.stateMs)),
    uuidArray(rows.map((r) => r.firstTouch?.touchId)),
    timeArray(rows.map((r) => r.firstTouch?.touchedMs)),
    uuidArray(rows.map((r) => r.lastTouch?.touchId)),
    timeArray(rows.map((r) => r.lastTouch?.touchedMs)),
    uuidArray(rows.map((r) => r.sourceId)),
  ]);
}
