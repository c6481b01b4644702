import { type Platform, platforms, projectKinds } from '@otkuda/contract';
import { type Static, Type } from 'typebox';
import { goalsByEvent, nullable, WorkspaceId } from '../fields.ts';
import { isTarget, targetExpected } from '../links/check-target.ts';
import type { Violation } from '../problem.ts';

const given = {
  username: Type.Optional(
    nullable(
      Type.String({ pattern: '^@?[A-Za-z0-9_-]{1,64}$', 'x-expected': 'a name such as my_bot, with or without @' }),
    ),
  ),
  chat_id: Type.Optional(
    nullable(Type.String({ pattern: '^-?[0-9]{1,20}$', 'x-expected': 'the id of a chat, such as -1001234567890' })),
  ),
  messenger_token: Type.Optional(
    nullable(
      Type.String({
        pattern: '^[\\x21-\\x7e]{1,500}$',
        'x-expected': "the bot's token",
        description: 'Token of the bot in its messenger. It is kept encrypted and never shown.',
      }),
    ),
  ),
};
const title = Type.String({ pattern: '\\S', maxLength: 200, 'x-expected': 'a title of 1 to 200 characters' });
const timeZone = Type.String({
  maxLength: 64,
  default: 'Europe/Moscow',
  'x-expected': 'an IANA time zone such as Europe/Moscow',
  description: 'IANA name; days of reports begin by it',
});
const currency = Type.String({ pattern: '^[A-Z]{3}$', default: 'RUB', 'x-expected': 'an ISO 4217 code such as RUB' });

export const NewProject = Type.Object(
  {
    platform: Type.Enum([...platforms]),
    kind: Type.Enum([...projectKinds]),
    title,
    ...given,
    time_zone: Type.Optional(timeZone),
    currency: Type.Optional(currency),
    workspace_id: Type.Optional({ ...WorkspaceId, description: 'one of yours; your first unless told' }),
  },
  {
    additionalProperties: false,
    title: 'NewProject',
    examples: [{ platform: 'telegram', kind: 'bot', title: 'My bot', username: 'my_bot' }],
  },
);

export const ProjectChange = Type.Object(
  {
    title: Type.Optional(title),
    ...given,
    time_zone: Type.Optional(timeZone),
    currency: Type.Optional(currency),
    chat_link: Type.Optional(
      nullable(
        Type.String({ maxLength: 2048, 'x-expected': targetExpected, description: 'Where clicks of a channel go' }),
      ),
    ),
    suspended: Type.Optional(Type.Boolean({ description: 'true: its keys answer 403' })),
    disabled_methods: Type.Optional(
      Type.Array(Type.String(), {
        maxItems: 100,
        description: 'Methods that answer 403; a name switches its synonyms off too',
      }),
    ),
    auto_detect_minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })),
    toolsy_goals: Type.Optional(goalsByEvent),
  },
  { additionalProperties: false, title: 'ProjectChange', examples: [{ suspended: true }] },
);

/** What a schema cannot say of a project's settings. */
export function projectViolations(
  body: Partial<Static<typeof ProjectChange>>,
  platform: Platform,
  methodNames: ReadonlySet<string>,
): Violation[] {
  const violations: Violation[] = [];
  const check = (inOrder: boolean, field: string, expected: string): void => {
    if (!inOrder) violations.push({ field, expected });
  };
  const { username, time_zone, chat_link, disabled_methods } = body;
  if (platform === 'telegram' && typeof username === 'string') {
    check(
      /^@?[A-Za-z][A-Za-z0-9_]{3,31}$/.test(username),
      'username',
      'a Telegram name such as my_bot, 4 to 32 characters',
    );
  }
  if (time_zone !== undefined) check(isTimeZone(time_zone), 'time_zone', 'an IANA time zone such as Europe/Moscow');
  if (typeof chat_link === 'string') check(isTarget(chat_link), 'chat_link', targetExpected);
  for (const [index, name] of (disabled_methods ?? []).entries()) {
    check(methodNames.has(name), `disabled_methods.${index}`, `one of ${[...methodNames].join(', ')}`);
  }
  return violations;
}

/** Offsets such as +03:00 are refused: they know no daylight saving, and PostgreSQL reads their sign the other way round. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export function withoutAt(username: string | null): string | null {
  return username === null ? null : username.replace(/^@/, '');
}
