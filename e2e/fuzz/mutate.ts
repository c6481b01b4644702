import type { Random } from '../durability/random.ts';

/** Values that have broken one program or another, and such as this one gives a meaning to. */
const nasty: readonly [unknown, ...unknown[]] = [
  null,
  ...[true, false, 0, -1, 1, 0.1, 1e308, -1e-7, 2 ** 53, 2 ** 63, 1_795_000_000, 1_795_000_000_000],
  ...[
    '',
    ' ',
    '0',
    '-0',
    '007',
    '1e5',
    'NaN',
    'None',
    'null',
    'undefined',
    '[object Object]',
    '{{user_id}}',
    '#{tg_request}',
  ],
  ...[
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udfff',
    '\u202e',
    '👩‍👩‍👧',
    '\u0430\u0301',
    'é'.repeat(300),
    'x'.repeat(5_000),
    '\n\r\t',
    '\\',
    '"',
    "'",
  ],
  ...[
    "'; drop table events; --",
    '{"a',
    '{"update_id":1}',
    "{'update_id': 1}",
    '{1,2}',
    '(1,2)',
    '%s%n',
    '../../etc/passwd',
    '<script>',
    '=1+1',
  ],
  ...[
    '/start',
    '/start auto_detect',
    '/start PJ0198f1c27a3b7c4d8e5f6a7b8c9d0e1f',
    'auto_detect',
    'tgtrack-PJ',
    '2026-02-30T00:00:00Z',
  ],
  ...[
    'success',
    'failure',
    'member',
    'left',
    'kicked',
    'restricted',
    'private',
    'channel',
    'dialog',
    'bot_started',
    'new_subscriber',
  ],
  ...['__proto__', 'constructor', 'toString', 'https://max.ru/join/abc', 'https://t.me/+AbCdEf', '-1001234567890'],
  ...[[], {}, [[]], [{}], { a: null }, [null], JSON.parse('{"__proto__":{"a":1},"constructor":1}')],
];

/** Names that some sender or other uses, put where they do not belong. */
const names: readonly [string, ...string[]] = [
  ...([
    'user_id',
    'update_id',
    'update_type',
    'message',
    'from',
    'chat',
    'date',
    'text',
    'tg_request',
    'webhook',
    'data',
  ] as const),
  ...[
    'event',
    'contact',
    'user',
    'id',
    'amount',
    'labels',
    'start_value',
    'target',
    'my_chat_member',
    'chat_member',
    'timestamp',
    'a',
    '',
  ],
  ...[
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'length',
    'toJSON',
    'first_name',
    'title',
    'service',
    'invite_link',
    'payload',
    'url',
  ],
];

/** One change somewhere in a value: a part replaced, dropped, doubled, wrapped, or put somewhere else. */
export function mutate(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return mutateList(value, random);
  if (typeof value === 'object' && value !== null)
    return mutateObject(value as Readonly<Record<string, unknown>>, random);
  return mutateScalar(value, random);
}

function mutateList(list: readonly unknown[], random: Random): unknown {
  const index = random.whole(0, Math.max(0, list.length - 1));
  const inner = (change: (item: unknown) => unknown) => list.map((item, at) => (at === index ? change(item) : item));
  const changes: readonly [() => unknown, ...(() => unknown)[]] = [
    () => inner((item) => mutate(item, random)),
    () => inner((item) => mutate(item, random)),
    () => inner(() => random.pick(nasty)),
    () => list.filter((_, at) => at !== index),
    () => [...list, ...list],
    () => list[index],
    () => Array.from({ length: random.whole(2, 200) }, () => list[index]),
    () => random.pick(nasty),
  ];
  return random.pick(changes)();
}

function mutateObject(object: Readonly<Record<string, unknown>>, random: Random): unknown {
  const entries = Object.entries(object);
  const index = random.whole(0, Math.max(0, entries.length - 1));
  const [key = 'a', inner] = entries[index] ?? [];
  const changes: readonly [() => unknown, ...(() => unknown)[]] = [
    () => ({ ...object, [key]: mutate(inner, random) }),
    () => ({ ...object, [key]: mutate(inner, random) }),
    () => ({ ...object, [key]: mutate(inner, random) }),
    () => ({ ...object, [key]: random.pick(nasty) }),
    () => Object.fromEntries(entries.filter((_, at) => at !== index)),
    () => ({ ...object, [random.pick(names)]: random.pick(nasty) }),
    () => ({ ...object, [random.pick(names)]: inner }),
    () => ({ [random.pick(names)]: object }),
    () => ({ [random.pick(names)]: JSON.stringify(object) }),
    () => [object],
    () => JSON.stringify(object),
    () => inner,
  ];
  return random.pick(changes)();
}

function mutateScalar(value: unknown, random: Random): unknown {
  const text = String(value);
  const changes: readonly [() => unknown, ...(() => unknown)[]] = [
    () => random.pick(nasty),
    () => text,
    () => Number(value),
    () => [value],
    () => text.slice(0, random.whole(0, text.length)),
    () => text + text,
    () => (typeof value === 'number' ? -value : `${text} `),
    () => nest(value, random.whole(2, 60)),
  ];
  return random.pick(changes)();
}

function nest(value: unknown, depth: number): unknown {
  let nested = value;
  for (let layer = 0; layer < depth; layer += 1) nested = layer % 2 === 0 ? [nested] : { a: nested };
  return nested;
}

/** A value of its own making, for a field that is known. */
export function anyValue(random: Random): unknown {
  return random.chance(0.3) ? random.whole(1, 50) : random.pick(nasty);
}
