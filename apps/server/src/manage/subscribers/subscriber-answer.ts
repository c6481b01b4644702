import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import type { SubscribersTable } from '../fact-tables.ts';
import { isoTime, isoTimeOrNull, nullable, Time } from '../fields.ts';
import { Touch, type TouchesById } from '../touches.ts';

export const statuses = ['member', 'left', 'known'] as const;

export const Subscriber = Type.Object(
  {
    user_id: Type.String(),
    first_name: nullable(Type.String()),
    last_name: nullable(Type.String()),
    username: nullable(Type.String()),
    language_code: nullable(Type.String()),
    is_premium: nullable(Type.Boolean()),
    status: Type.Enum([...statuses], { description: '`known`: was never seen to join' }),
    first_join_at: nullable(Time),
    last_join_at: nullable(Time),
    left_at: nullable(Time),
    first_touch: nullable({ ...Touch, description: 'where the person came from first' }),
    last_touch: nullable({ ...Touch, description: 'the latest attributed one: goals go to its ad system' }),
    created_at: Time,
  },
  { title: 'Subscriber' },
);

/** Somebody who lifted a block is here again, though without a start. */
export const storedStatuses = {
  member: ['member', 'resumed'],
  left: ['left'],
  known: ['none'],
} as const satisfies Record<(typeof statuses)[number], ReadonlyArray<SubscribersTable['status']>>;

export function shownSubscriber(row: Selectable<SubscribersTable>, touches: TouchesById): Static<typeof Subscriber> {
  const touch = (id: string | null): Static<typeof Touch> | null => (id === null ? null : (touches.get(id) ?? null));
  return {
    user_id: row.user_id,
    first_name: row.first_name,
    last_name: row.last_name,
    username: row.username,
    language_code: row.language_code,
    is_premium: row.is_premium,
    status: row.status === 'none' ? 'known' : row.status === 'left' ? 'left' : 'member',
    first_join_at: isoTimeOrNull(row.first_join_at),
    last_join_at: isoTimeOrNull(row.last_join_at),
    left_at: isoTimeOrNull(row.left_at),
    first_touch: touch(row.first_touch_id),
    last_touch: touch(row.last_touch_id),
    created_at: isoTime(row.created_at),
  };
}
