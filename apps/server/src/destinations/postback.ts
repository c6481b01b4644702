import { createHmac } from 'node:crypto';
import type { CallContext } from './call-context.ts';
import type { Destination } from './destination.ts';
import type { HttpRequest } from './http-message.ts';
import { fillAddress, fillJson, fillLine, type MacroValues, macrosIn } from './macros.ts';
import type { Identity, OutgoingConversion, Person } from './outgoing.ts';
import { ownersAnswer } from './owners-answer.ts';
import { identifiersOf, valuesOf } from './postback-macros.ts';
import { postbackPresets } from './postback-presets.ts';
import { bodyKindOf, type PostbackSettings, postbackSettings, postbackViolations } from './postback-settings.ts';
import { statusOf } from './postback-status.ts';

const timeoutMs = 15_000;

/**
 * A call to any address, with macros: trackers (Keitaro, Binom, AlterCPA) and ad networks of messengers. One event a call. A receiver
 * tells repeats where the address carries the conversion's id, else it counts them twice. Source: adplatforms.md §6.3.
 */
export const postback: Destination<PostbackSettings> = {
  type: 'postback',
  title: { ru: 'Постбэк', en: 'Postback' },
  help: {
    ru: 'Обращается по любому адресу при каждой цели: трекеры Keitaro, Binom, AlterCPA, рекламные сети мессенджеров. Нужен адрес постбэка из трекера.',
    en: 'Calls any address for each goal: the trackers Keitaro, Binom, AlterCPA, ad networks of messengers. Needs the postback address of the tracker.',
  },
  adSystem: null,
  settings: postbackSettings,
  violations: postbackViolations,
  secrets: ['headers', 'secret'],
  baseUrl: null,
  suggestedGoals: { start: 'start', join: 'join' },
  presets: postbackPresets,
  identify,
  refusesTarget: (target) => (target.trim() === '' ? 'target_empty' : null),
  lacks,
  deadline: { hoursAfterEvent: 72 },
  takesRefunds: true,
  wantsVisit: false,
  batchSizeMax: 1,
  fillsBatches: false,
  callsAtOnce: 4,
  token: null,
  send: ({ conversions }, settings, context) => request(settings, valuesFor(conversions[0], settings), context),
  read: ownersAnswer,
  repeats: (settings) =>
    macrosOf(settings).has('conversion_id') ? { kind: 'deduplicated' } : { kind: 'counted_twice', resendsMax: 1 },
  retries: null,
  verdicts: null,
  test: {
    request: (settings, context) => request(settings, sampleValues(settings, context), context),
    read: ownersAnswer,
  },
};

/** Which ids an address wants is in the settings, so all are taken along; what it lacks is seen before sending. */
function identify(person: Person): Identity {
  return { kind: 'macros', ids: identifiersOf(person) };
}

/** A tracker that is told of nobody's click counts it for nobody. */
function lacks({ identity, userId }: OutgoingConversion, settings: PostbackSettings) {
  const wanted = macrosOf(settings);
  if (wanted.has('click_id') && identity.ids.click_id === undefined) return 'no_identifier';
  return wanted.has('user_id') && !wanted.has('click_id') && userId === null ? 'no_identifier' : null;
}

function macrosOf({ url, body = '', headers = {} }: PostbackSettings): ReadonlySet<string> {
  return new Set([url, body, ...Object.values(headers)].flatMap(macrosIn));
}

function valuesFor(conversion: OutgoingConversion | undefined, { statuses }: PostbackSettings): MacroValues {
  return conversion === undefined ? {} : valuesOf(conversion, statusOf(conversion, statuses));
}

/** A call that can be told from real ones by its ids. */
function sampleValues({ statuses }: PostbackSettings, { nowMs }: CallContext): MacroValues {
  const sample = { target: 'test', result: null, cause: 'goal', value: null } as const;
  return {
    click_id: 'test',
    user_id: '0',
    goal: sample.target,
    status: statusOf(sample, statuses),
    value: null,
    currency: 'RUB',
    conversion_id: '00000000-0000-7000-8000-000000000000',
    timestamp: String(Math.floor(nowMs / 1000)),
    cause: sample.cause,
    platform: 'telegram',
  };
}

const fillers = { json: fillJson, form: fillAddress, text: fillLine } as const;
const contentTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain',
} as const;

function request(settings: PostbackSettings, values: MacroValues, { nowMs }: CallContext): HttpRequest {
  const { url, method = 'GET', headers = {}, secret } = settings;
  const kind = bodyKindOf(settings);
  const body = method === 'POST' ? fillers[kind](settings.body ?? '', values) : null;
  const address = fillAddress(url, values);
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), fillLine(value, values)]);
  return {
    method,
    url: address,
    headers: {
      'user-agent': 'Otkuda',
      ...(body === null || body === '' ? {} : { 'content-type': contentTypes[kind] }),
      ...Object.fromEntries(own),
      ...(secret === undefined ? {} : signature(secret, { method, address, body, nowMs })),
    },
    body,
    timeoutMs,
  };
}

/** Over the time, the method, the address and the body, a line each: nothing of the request can be changed or used again later. */
function signature(
  secret: string,
  signed: { readonly method: string; readonly address: string; readonly body: string | null; readonly nowMs: number },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(signed.nowMs / 1000));
  const text = [timestamp, signed.method, signed.address, signed.body ?? ''].join('\n');
  return {
    'x-otkuda-timestamp': timestamp,
    'x-otkuda-signature': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
  };
}
