import { bigint, boolean, integer, Rows, text, timestamptz, uuid } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';
import type { SubscriberRow } from '../rows.ts';

const states = new Rows<SubscriberRow>({
  project_id: bigint((r) => r.projectId),
  user_id: text((r) => r.userId),
  first_name: text((r) => r.profile.firstName),
  last_name: text((r) => r.profile.lastName),
  username: text((r) => r.profile.username),
  language_code: text((r) => r.profile.languageCode),
  is_premium: boolean((r) => r.profile.isPremium),
  profile_at: timestamptz((r) => r.profile.profileMs),
  status: text((r) => r.membership.status),
  first_join_at: timestamptz((r) => r.membership.firstJoinMs),
  last_join_at: timestamptz((r) => r.membership.lastJoinMs),
  left_at: timestamptz((r) => r.membership.leftMs),
  facts: integer((r) => r.facts),
  state_at: timestamptz((r) => r.stateMs),
  first_touch_id: uuid((r) => r.firstTouch?.touchId),
  first_touch_at: timestamptz((r) => r.firstTouch?.touchedMs),
  last_touch_id: uuid((r) => r.lastTouch?.touchId),
  last_touch_at: timestamptz((r) => r.lastTouch?.touchedMs),
  source_id: uuid((r) => r.sourceId),
});

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
   from (${states.select}) as saved
   where subscribers.project_id = saved.project_id and subscribers.user_id = saved.user_id`,
);

export function saveSubscribers(batch: Batch, tx: Transaction): void {
  const rows = [...batch.subscribers.values()].filter((person) => person.changed).map((person) => person.row);
  if (rows.length === 0) return;
  tx.write(updateSubscribers, states.values(rows));
}
