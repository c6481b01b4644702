import { onTestFinished } from 'vitest';
import type { YandexMetricaOptions } from './options.ts';
import { startYandexMetrica, type YandexMetricaSimulator } from './simulator.ts';

/** What the tests beside share: a counter of an owner, a known moment, and the requests of a well-behaved client. */

/** 2026-11-22T10:40:01Z, the `create_time` of adplatforms.md §2.2's example. */
export const NOW_MS = Date.parse('2026-11-22T10:40:01Z');
export const NOW_SECONDS = NOW_MS / 1000;
export const DAY_MS = 86_400_000;

export const COUNTER = {
  id: '2215573',
  login: 'owner',
  token: 'y0_TEST',
  goals: ['bot_start', 'lead', 'purchase'],
} as const;

export const CONVERSIONS_PATH = `/management/v1/counter/${COUNTER.id}/offline_conversions`;

/** One good row, an hour old. */
export const GOOD_CSV = `ClientId,Target,DateTime,Price,Currency\n133591247640966458,bot_start,${NOW_SECONDS - 3600},,\n`;

/** A stand-in with the counter, stopped when the test ends. The time stands at `NOW_MS` unless `now` says otherwise. */
export async function startWithCounter(options: YandexMetricaOptions = {}): Promise<YandexMetricaSimulator> {
  const simulator = await startYandexMetrica({ now: () => NOW_MS, ...options });
  onTestFinished(() => simulator.close());
  simulator.addCounter(COUNTER);
  return simulator;
}

export interface UploadRequest {
  readonly csv?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly counterId?: string;
  readonly signal?: AbortSignal;
}

/** Sends a file as the platform wants it. */
export function upload(simulator: YandexMetricaSimulator, request: UploadRequest = {}): Promise<Response> {
  const {
    csv = GOOD_CSV,
    query = 'type=BASIC&comment=b_1',
    headers = {},
    counterId = COUNTER.id,
    signal = null,
  } = request;
  const body = new FormData();
  body.set('file', new File([csv], 'conv.csv', { type: 'text/csv' }));
  return fetch(`${simulator.url}/management/v1/counter/${counterId}/offline_conversions/upload?${query}`, {
    method: 'POST',
    headers: { authorization: `OAuth ${COUNTER.token}`, ...headers },
    body,
    signal,
  });
}

/** A look at the counter's uploads: `uploading/<id>` or `uploadings?…`. */
export function get(simulator: YandexMetricaSimulator, resource: string): Promise<Response> {
  const headers = { authorization: `OAuth ${COUNTER.token}` };
  return fetch(`${simulator.url}${CONVERSIONS_PATH}/${resource}`, { headers });
}
