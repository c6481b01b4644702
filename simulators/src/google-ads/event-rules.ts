import type { Violation } from './api-error.ts';
import type { EventJson, IngestRequestJson } from './request-shape.ts';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const SESSION_CHARS_MAX = 4000;
const IDENTIFIERS_MAX = 10;

/** A rule says the field at fault, the reason and a description; null: it holds. */
type Broken = readonly [field: string, reason: string, description: string] | null;

interface Context {
  readonly request: IngestRequestJson;
  readonly references: ReadonlySet<string>;
  readonly nowMs: number;
}

/** What an event has to be before anything is taken. Source: adplatforms.md §5.1 and §8. */
const RULES: ReadonlyArray<(event: EventJson, context: Context) => Broken> = [
  ({ destinationReferences = [] }, { references }) =>
    destinationReferences.every((reference) => references.has(reference))
      ? null
      : ['destination_references', 'INVALID_DESTINATION', 'No such destination in the request.'],
  ({ eventTimestamp }) =>
    eventTimestamp === undefined
      ? ['event_timestamp', 'REQUIRED_FIELD_MISSING', 'Required field not set.']
      : RFC_3339.test(eventTimestamp) && !Number.isNaN(Date.parse(eventTimestamp))
        ? null
        : ['event_timestamp', 'INVALID_FORMAT', 'RFC 3339 was expected.'],
  ({ eventTimestamp = '' }, { nowMs }) =>
    Date.parse(eventTimestamp) > nowMs
      ? ['event_timestamp', 'EVENT_TIME_INVALID', 'The event time is in the future.']
      : null,
  ({ eventSource }) =>
    eventSource === undefined ? ['event_source', 'REQUIRED_FIELD_MISSING', 'Required field not set.'] : null,
  ({ transactionId }) => (transactionId === '' ? ['transaction_id', 'INVALID_FORMAT', 'Empty.'] : null),
  ({ adIdentifiers = {}, userData }) =>
    ['gclid', 'gbraid', 'wbraid', 'sessionAttributes'].some((name) => (adIdentifiers[name] ?? '') !== '') ||
    (userData?.userIdentifiers ?? []).length > 0
      ? null
      : ['ad_identifiers', 'NO_IDENTIFIERS_PROVIDED', 'No identifier of the click or the person.'],
  ({ adIdentifiers = {} }) => sessionAttributes(adIdentifiers.sessionAttributes),
  ({ currency, conversionValue }) =>
    conversionValue !== undefined && currency === undefined
      ? ['currency', 'REQUIRED_FIELD_MISSING', 'A value needs a currency.']
      : currency !== undefined && !CURRENCIES.has(currency)
        ? ['currency', 'INVALID_CURRENCY_CODE', 'ISO 4217 was expected.']
        : null,
  ({ userData }, { request }) => userIdentifiers(userData?.userIdentifiers ?? [], request.encoding),
];

/** Every event that breaks a rule, with the first one it breaks. */
export function eventViolations(request: IngestRequestJson, nowMs: number): Violation[] {
  const { destinations = [], events = [] } = request;
  const references = new Set(destinations.flatMap(({ reference }) => (reference === undefined ? [] : [reference])));
  return events.flatMap((event, index) => {
    for (const rule of RULES) {
      const broken = rule(event, { request, references, nowMs });
      if (broken === null) continue;
      const [field, reason, description] = broken;
      return [{ field: `events.events[${index}].${field}`, reason, description }];
    }
    return [];
  });
}

function sessionAttributes(value: unknown): Broken {
  if (value === undefined) return null;
  // The shape makes it a text.
  const text = typeof value === 'string' ? value : '';
  if (text.length > SESSION_CHARS_MAX)
    return ['ad_identifiers.session_attributes', 'FIELD_VALUE_TOO_LONG', 'Too long.'];
  const wrong: Broken = [
    'ad_identifiers.session_attributes',
    'INVALID_BASE64_ENCODING',
    'Base64url of JSON was expected.',
  ];
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return wrong;
  try {
    const json: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof json === 'object' && json !== null && 'gad_source' in json && 'gad_campaignid' in json ? null : wrong;
  } catch {
    return wrong;
  }
}

function userIdentifiers(
  identifiers: ReadonlyArray<Readonly<Record<string, unknown>>>,
  encoding: string | undefined,
): Broken {
  if (identifiers.length === 0) return null;
  if (identifiers.length > IDENTIFIERS_MAX) {
    return ['user_data.user_identifiers', 'TOO_MANY_USER_IDENTIFIERS', 'At most 10.'];
  }
  if (encoding === undefined) return ['user_data', 'REQUIRED_FIELD_MISSING', 'The encoding is not set.'];
  const bad = identifiers.findIndex(({ emailAddress, phoneNumber }) =>
    [emailAddress, phoneNumber].some(
      (value) => encoding === 'HEX' && typeof value === 'string' && !/^[0-9a-fA-F]{64}$/.test(value),
    ),
  );
  return bad < 0
    ? null
    : [`user_data.user_identifiers[${bad}]`, 'INVALID_HEX_ENCODING', 'The HEX encoded value is malformed.'];
}
