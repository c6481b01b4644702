import type { Platform } from '@otkuda/contract';

/**
 * A method as it is published: what it takes, and what it means. The suite makes its calls of these rows, by the types of the fields,
 * so a new method is one row. Nothing here is taken from the code under test.
 */
export interface MethodRow {
  readonly names: readonly [string, ...string[]];
  /** Elsewhere it is 404 "Method not found". */
  readonly on: readonly Platform[];
  /** Published fields with their types; a `?` makes one optional. Empty for payloads of somebody else's making. */
  readonly fields: Readonly<Record<string, FieldType | `${FieldType}?`>>;
  /** Calls that have to come before, such as the start of the person. */
  readonly before?: (user: number) => readonly (readonly [method: string, body: object])[];
  readonly good: (user: number) => unknown;
  /** The least that is accepted; missing where `good` is it. */
  readonly minimal?: (user: number) => unknown;
  /** Everything that is published. */
  readonly full?: (user: number) => unknown;
  /** What stands among the person's events after the good call and what came before, in any order. */
  readonly events: readonly string[];
  /** The same call again: its code, and the events there are then. */
  readonly repeated: { readonly code: 200 | 409; readonly events: readonly string[] };
  /** People forward the messenger's own updates here, alone or in a field: they mean what they mean to the webhook methods. */
  readonly takesUpdates?: true;
  /** Bodies that are not it, with the code they get, and where they are published the words of error_details. */
  readonly wrong?: readonly (readonly [name: string, body: unknown, code: 200 | 400 | 405 | 422, details?: string])[];
  /** `data` of the answer to the good call; missing where there is none. */
  readonly data?: (user: number) => object;
}

/** Types of fields as published, each with the ways to write a good value and with values that are none. */
export const fieldTypes = {
  id: { wrong: [{}, [], true, '', 0, '0', '{{user_id}}', 'None', 'x'.repeat(65)] },
  goal: { wrong: [{}, [], true, '', '  ', '#{goal}', 'x'.repeat(129), 'a\u0000b'] },
  text: { wrong: [{}, []] },
  date: { wrong: [{}, [], true, '', 'yesterday', -1, 0, 1_700_000_000_000, '{%date%}'] },
  result: { wrong: [{}, 1, '', 'done'] },
  money: { wrong: [{}, [], true, '', 'ten', 1e20, '1 500'] },
  labels: {
    wrong: [
      {},
      1,
      'x',
      [1],
      [{ value: 'without a name' }],
      Array.from({ length: 51 }, () => ({ name: 'a', value: 'b' })),
    ],
  },
  url: { wrong: [{}, [], true] },
} as const satisfies Readonly<Record<string, { readonly wrong: readonly unknown[] }>>;
export type FieldType = keyof typeof fieldTypes;

export function typeOf(field: FieldType | `${FieldType}?`): FieldType {
  return field.replace('?', '') as FieldType;
}

export function isOptional(field: FieldType | `${FieldType}?`): boolean {
  return field.endsWith('?');
}

export const nowSeconds = Math.floor(Date.now() / 1000);

export function telegramStart(user: number, text = '/start') {
  const from = { id: user, is_bot: false, first_name: 'Anna', username: 'anna' };
  return {
    update_id: 1_000_000 + user,
    message: { message_id: 1, date: nowSeconds, text, chat: { id: user, type: 'private' }, from },
  };
}

export function maxStart(user: number) {
  const person = { user_id: user, first_name: 'Anna', last_name: null, is_bot: false, last_activity_time: 1 };
  return { update_type: 'bot_started', timestamp: nowSeconds * 1000, chat_id: 9, user: person, user_locale: 'ru' };
}

export const started = (user: number) => [['user_did_start_bot', { user_id: user, first_name: 'Anna' }]] as const;
