import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf } from './answer.ts';
import type { CallContext } from './call-context.ts';
import type { Destination } from './destination.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import { isOnWebsite, type MetaEvent, metaEvent } from './meta-capi-event.ts';
import { metaFailure } from './meta-capi-failures.ts';
import { externalIdOf, identifyForMeta } from './meta-capi-identity.ts';
import { type MetaCapiSettings, metaCapiSettings, versionOf } from './meta-capi-settings.ts';
import type { Outcome } from './outcome.ts';
import type { ConversionReason } from './reasons.ts';

const eventNameCharsMax = 50;

/**
 * Meta Conversions API. Repeats are told by name and id for 48 hours; one bad event refuses its whole request. Source:
 * reference/adplatforms.md §4.
 */
export const metaCapi: Destination<MetaCapiSettings> = {
  type: 'meta_capi',
  title: { ru: 'Meta (Facebook, Instagram)', en: 'Meta (Facebook, Instagram)' },
  help: {
    ru: 'Передаёт события в набор данных Meta через Conversions API. Нужны номер набора и токен. Проверьте, что по законам вашей страны вам можно размещать и оплачивать эту рекламу: в России Meta признана экстремистской организацией.',
    en: 'Reports events to a dataset of Meta through the Conversions API. Needs the number of the dataset and a token. Check that the law of your country lets you run and pay for these ads: Russia has designated Meta as extremist.',
  },
  adSystem: 'meta',
  settings: metaCapiSettings,
  secrets: ['access_token'],
  baseUrl: 'metaGraphUrl',
  suggestedGoals: {
    press: 'ViewContent',
    open: 'Contact',
    start: 'Lead',
    join: 'Subscribe',
    stay: 'CompleteRegistration',
  },
  identify: identifyForMeta,
  refusesTarget,
  lacks: ({ target, value }) => (target === 'Purchase' && value === null ? 'value_missing' : null),
  // It takes events of seven days; half a day is left for tries.
  deadline: { hoursAfterEvent: 6.5 * 24 },
  takesRefunds: false,
  wantsVisit: true,
  // As long as it takes events. Of events in a chat it wants to know no address.
  addressNeed: ({ action_source }) => (action_source === 'website' ? { keptDays: 7, covers: isOnWebsite } : null),
  // Up to 1000 are allowed; of fewer a bad one is found sooner.
  batchSizeMax: 50,
  fillsBatches: false,
  callsAtOnce: 1,
  token: null,
  send: ({ conversions }, settings, context) =>
    post(
      settings,
      context,
      conversions.map((conversion) => metaEvent(conversion, settings)),
    ),
  read,
  repeats: () => ({ kind: 'deduplicated', withinHours: 48 }),
  retries: null,
  verdicts: null,
  test: {
    // An event counts, with a code too; a look does not, so the event is sent only where somebody waits to see it.
    request: (settings, context) =>
      settings.test_event_code === undefined ? look(settings, context) : post(settings, context, [testEvent(context)]),
    read: (answer, nowMs) =>
      answer.status === 200 && Check(dataset, jsonOf(answer))
        ? { class: 'accepted', ref: null, response: 'the dataset can be read' }
        : read(answer, nowMs, 1),
  },
};

function refusesTarget(target: string): ConversionReason | null {
  if (target.trim() === '') return 'target_empty';
  return Array.from(target).length > eventNameCharsMax ? 'target_too_long' : null;
}

const timeoutMs = 15_000;

/** The token travels in the body, where no proxy writes it down. */
function post(settings: MetaCapiSettings, { baseUrl }: CallContext, data: readonly MetaEvent[]): HttpRequest {
  const { dataset_id, access_token, test_event_code } = settings;
  return {
    method: 'POST',
    url: `${baseUrl}/${versionOf(settings)}/${dataset_id}/events`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ data, access_token, ...(test_event_code === undefined ? {} : { test_event_code }) }),
    timeoutMs,
  };
}

function look(settings: MetaCapiSettings, { baseUrl }: CallContext): HttpRequest {
  const { dataset_id, access_token } = settings;
  return {
    method: 'GET',
    url: `${baseUrl}/${versionOf(settings)}/${dataset_id}?fields=id&access_token=${encodeURIComponent(access_token)}`,
    headers: { accept: 'application/json' },
    body: null,
    timeoutMs,
  };
}

function testEvent({ nowMs }: CallContext): MetaEvent {
  return {
    event_name: 'OtkudaTest',
    event_time: Math.floor(nowMs / 1000),
    event_id: `otkuda-test-${nowMs}`,
    action_source: 'chat',
    user_data: { external_id: [externalIdOf('telegram', 'otkuda-test')] },
  };
}

const taken = Type.Object({
  events_received: Type.Integer(),
  messages: Type.Optional(Type.Array(Type.Unknown())),
  fbtrace_id: Type.Optional(Type.String()),
});
const dataset = Type.Object({ id: Type.String() });

function read(answer: HttpAnswer, nowMs: number, size: number): Outcome {
  if (answer.status !== 200) return metaFailure(answer, nowMs);
  const body = jsonOf(answer);
  if (!Check(taken, body)) return { class: 'ambiguous', afterSeconds: null, reason: 'answer_unreadable', detail: '' };
  const { events_received: received, messages = [], fbtrace_id: ref = null } = body;
  const warnings = messages.length === 0 ? '' : `: ${JSON.stringify(messages)}`;
  return { class: 'accepted', ref, response: `${received} of ${size} events received${warnings}` };
}
