/** What an event of Toolsy is taken for. */
export type ToolsyKind =
  | 'start'
  | 'subscription_activated'
  | 'subscription_renewed'
  | 'payment_created'
  | 'refund_created';

/**
 * Words in the event's name, lower case and without separators; the first row whose patterns all match wins. What undoes something
 * stands first, since it contains the word for doing it (`deactivated`); a refund stands before payments and a renewal before a new
 * subscription, as its name has `new` in it. The names themselves are not published. Source: reference/payloads.md §6.
 */
const rows: ReadonlyArray<readonly [ToolsyKind | null, readonly RegExp[]]> = [
  [null, [/deactiv|inactiv|cancel|expir|unpaid|unsuccess|fail|declin|reject/]],
  ['refund_created', [/refund/]],
  ['subscription_renewed', [/subscri/, /renew|prolong|extend|update|recurr/]],
  ['subscription_activated', [/subscri/, /activ|creat|new|start/]],
  ['start', [/start/]],
  ['payment_created', [/payment|invoice|order/, /creat|success|paid/]],
];

/** undefined: a name that says nothing here. */
export function toolsyKindOf(eventName: string): ToolsyKind | undefined {
  const words = eventName.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return rows.find(([, patterns]) => patterns.every((pattern) => pattern.test(words)))?.[0] ?? undefined;
}
