import { onTestFinished } from 'vitest';
import { type GoogleAdsSimulator, startGoogleAds } from './simulator.ts';
import type { GoogleAdsOptions } from './world.ts';

/** What the tests beside share: an account, a person who may use it, and the requests of a well-behaved client. */

export const NOW_MS = Date.parse('2026-11-22T10:40:00Z');
export const ACCOUNT = '1234567890';
export const MANAGER = '9876543210';
export const ACTION = '7654321';

export const PERSON = {
  clientId: 'client',
  clientSecret: 'secret',
  refreshToken: '1//refresh',
  accounts: [ACCOUNT, MANAGER],
} as const;

export type Fields = Readonly<Record<string, unknown>>;

export async function start(options: GoogleAdsOptions = {}): Promise<GoogleAdsSimulator> {
  const simulator = await startGoogleAds({ now: () => NOW_MS, ...options });
  onTestFinished(() => simulator.close());
  simulator.addAccount({
    id: ACCOUNT,
    conversionActions: [ACTION],
    otherConversionActions: ['1'],
    managers: [MANAGER],
  });
  simulator.addCredentials(PERSON);
  return simulator;
}

export const GOOD_FORM: Readonly<Record<string, string>> = {
  grant_type: 'refresh_token',
  client_id: PERSON.clientId,
  client_secret: PERSON.clientSecret,
  refresh_token: PERSON.refreshToken,
};

export function askToken(
  { url }: GoogleAdsSimulator,
  form: Readonly<Record<string, string>> = GOOD_FORM,
): Promise<Response> {
  return fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams(form) });
}

export async function accessToken(simulator: GoogleAdsSimulator): Promise<string> {
  const { access_token } = (await (await askToken(simulator)).json()) as { access_token: string };
  return access_token;
}

export const GOOD_DESTINATION: Fields = {
  reference: 'd1',
  operatingAccount: { accountType: 'GOOGLE_ADS', accountId: ACCOUNT },
  loginAccount: { accountType: 'GOOGLE_ADS', accountId: MANAGER },
  productDestinationId: ACTION,
};

export function event(changes: Fields = {}): Fields {
  return {
    destinationReferences: ['d1'],
    transactionId: 'cv_1',
    eventTimestamp: '2026-11-22T10:39:00Z',
    adIdentifiers: { gclid: 'Cj0KCQiA' },
    conversionValue: 1990,
    currency: 'RUB',
    eventSource: 'MESSAGE',
    consent: { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' },
    ...changes,
  };
}

export interface JsonAnswer {
  readonly status: number;
  readonly json: unknown;
}

/** Sends a request, with a token of its own unless `authorization` says otherwise. */
export async function ingest(
  simulator: GoogleAdsSimulator,
  body: Fields | string,
  authorization?: string,
): Promise<JsonAnswer> {
  const text =
    typeof body === 'string'
      ? body
      : JSON.stringify({ destinations: [GOOD_DESTINATION], validateOnly: false, ...body });
  const bearer = authorization ?? `Bearer ${await accessToken(simulator)}`;
  const headers = { 'content-type': 'application/json', authorization: bearer };
  const response = await fetch(`${simulator.url}/v1/events:ingest`, { method: 'POST', headers, body: text });
  return { status: response.status, json: await response.json() };
}

export async function status(simulator: GoogleAdsSimulator, requestId: string): Promise<JsonAnswer> {
  const headers = { authorization: `Bearer ${await accessToken(simulator)}` };
  const response = await fetch(`${simulator.url}/v1/requestStatus:retrieve?requestId=${requestId}`, { headers });
  return { status: response.status, json: await response.json() };
}
