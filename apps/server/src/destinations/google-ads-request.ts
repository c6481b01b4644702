import type { CallContext } from './call-context.ts';
import { clickIdOf, type GoogleClickId, sessionAttributes } from './google-ads-identifiers.ts';
import { actionOf, digitsOf, type GoogleAdsSettings } from './google-ads-settings.ts';
import type { HttpRequest } from './http-message.ts';
import type { OutgoingConversion } from './outgoing.ts';

/** `IngestEventsRequest` as JSON. Source: reference/adplatforms.md §5.1, the protos of @google-ads/datamanager. */
interface IngestRequest {
  readonly destinations: readonly IngestDestination[];
  readonly events: readonly IngestEvent[];
  /** Left out: false. */
  readonly validateOnly?: true;
}

interface IngestDestination {
  readonly reference: string;
  readonly operatingAccount: Account;
  readonly loginAccount?: Account;
  readonly productDestinationId: string;
}

interface Account {
  readonly accountType: 'GOOGLE_ADS';
  /** Ten digits without hyphens. */
  readonly accountId: string;
}

interface IngestEvent {
  readonly destinationReferences: readonly [string];
  /** The same at every try: Google tells repeats by it. */
  readonly transactionId: string;
  /** RFC 3339. */
  readonly eventTimestamp: string;
  readonly adIdentifiers: Readonly<Partial<Record<GoogleClickId, string>>> & { readonly sessionAttributes?: string };
  readonly conversionValue?: number;
  readonly currency?: string;
  readonly eventSource: 'MESSAGE';
  readonly consent?: { readonly adUserData: 'CONSENT_GRANTED'; readonly adPersonalization: 'CONSENT_GRANTED' };
}

/** One destination per conversion action, which each event names: at most as many as events. */
export function ingestRequest(conversions: readonly OutgoingConversion[], settings: GoogleAdsSettings): IngestRequest {
  const actions = conversions.map(({ target }) => actionOf(settings, target) ?? '');
  return {
    destinations: [...new Set(actions)].map((action) => destination(action, settings)),
    events: conversions.map((conversion, index) => event(conversion, actions[index] ?? '', settings)),
  };
}

function destination(action: string, settings: GoogleAdsSettings): IngestDestination {
  const { operating_account_id: operating, login_account_id: login } = settings;
  return {
    reference: action,
    operatingAccount: account(operating),
    ...(login === undefined ? {} : { loginAccount: account(login) }),
    productDestinationId: action,
  };
}

function account(id: string): Account {
  return { accountType: 'GOOGLE_ADS', accountId: digitsOf(id) };
}

function event(conversion: OutgoingConversion, action: string, { consent }: GoogleAdsSettings): IngestEvent {
  const { conversionId, identity, happenedMs, clickedMs, value, currency, visit } = conversion;
  const session = sessionAttributes(identity, clickedMs, visit);
  return {
    destinationReferences: [action],
    transactionId: conversionId,
    // Telegram's times are whole seconds, so a start may seem to come before its click, which Google refuses.
    eventTimestamp: new Date(Math.max(happenedMs, clickedMs ?? 0)).toISOString(),
    adIdentifiers: { ...clickIdOf(identity), ...(session === null ? {} : { sessionAttributes: session }) },
    ...(value === null ? {} : { conversionValue: Number(value), currency }),
    eventSource: 'MESSAGE',
    ...(consent === 'not_stated'
      ? {}
      : { consent: { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' } }),
  };
}

/** Every conversion action with a click that nobody made: only looked at, nothing is taken. */
export function trialRequest(settings: GoogleAdsSettings, nowMs: number): IngestRequest {
  const goals = Object.keys(settings.conversion_actions).slice(0, trialActionsMax);
  const trial = goals.map(
    (target, index): OutgoingConversion => ({
      conversionId: `otkuda-test-${nowMs}-${index}`,
      userId: null,
      platform: 'telegram',
      cause: 'goal',
      target,
      eventType: null,
      result: null,
      happenedMs: nowMs,
      clickId: null,
      clickedMs: null,
      value: null,
      currency: 'USD',
      identity: { kind: 'gclid', ids: { gclid: 'otkuda-test' } },
      visit: null,
      visitorAddress: null,
    }),
  );
  return { ...ingestRequest(trial, settings), validateOnly: true };
}

// A request has room for ten destinations.
const trialActionsMax = 10;

const timeoutMs = 30_000;

export function dataManagerPost({ baseUrl, token }: CallContext, body: IngestRequest): HttpRequest {
  return {
    method: 'POST',
    url: `${baseUrl}/v1/events:ingest`,
    headers: { ...headers(token), 'content-type': 'application/json' },
    body: JSON.stringify(body),
    timeoutMs,
  };
}

export function requestStatusGet({ baseUrl, token }: CallContext, requestId: string): HttpRequest {
  return {
    method: 'GET',
    url: `${baseUrl}/v1/requestStatus:retrieve?requestId=${encodeURIComponent(requestId)}`,
    headers: headers(token),
    body: null,
    timeoutMs,
  };
}

function headers(token: string | null): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token ?? ''}`, accept: 'application/json' };
}
