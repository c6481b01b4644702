import type { Membership } from '../domain/membership.ts';
import type { SubscriberInWork } from './batch.ts';
import type { LastTouch, SubscriberRow } from './rows.ts';

/** A row of the table of subscribers. */
export interface StoredSubscriber {
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

export const subscriberColumns = [
  'project_id, user_id, first_name, last_name, username, language_code, is_premium, profile_at, status',
  'first_join_at, last_join_at, left_at, facts, state_at, first_touch_id, first_touch_at, last_touch_id, last_touch_at, source_id',
].join(', ');

/** As the batch works on it. What the last touch says of ads stands in the touch itself, and is loaded after it. */
export function inWork(stored: StoredSubscriber, exists: boolean): SubscriberInWork {
  const row = rowOf(stored);
  return { row, loaded: exists ? row : null, exists, facts: [], changed: false };
}

function rowOf(stored: StoredSubscriber): SubscriberRow {
  return {
    projectId: stored.project_id,
    userId: stored.user_id,
    profile: {
      firstName: stored.first_name,
      lastName: stored.last_name,
      username: stored.username,
      languageCode: stored.language_code,
      isPremium: stored.is_premium,
      profileMs: stored.profile_at?.getTime() ?? null,
    },
    membership: {
      status: stored.status,
      firstJoinMs: stored.first_join_at?.getTime() ?? null,
      lastJoinMs: stored.last_join_at?.getTime() ?? null,
      leftMs: stored.left_at?.getTime() ?? null,
    },
    facts: stored.facts,
    stateMs: stored.state_at?.getTime() ?? null,
    firstTouch: touchPoint(stored.first_touch_id, stored.first_touch_at),
    lastTouch: withoutIds(touchPoint(stored.last_touch_id, stored.last_touch_at)),
    sourceId: stored.source_id,
  };
}

type TouchPoint = SubscriberRow['firstTouch'];

function touchPoint(touchId: string | null, at: Date | null): TouchPoint {
  return touchId === null || at === null ? null : { touchId, touchedMs: at.getTime() };
}

function withoutIds(point: TouchPoint): LastTouch | null {
  return point === null ? null : { ...point, adSystem: null, ids: {}, marks: {}, clickId: null, clickedMs: null };
}
