import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startYandexMetrica, type YandexMetricaSimulator } from '@otkuda/simulators';
import { afterAll, beforeAll } from 'vitest';
import { readConfig } from '../config.ts';
import { type RunningServer, startServer } from '../server.ts';
import { silentLog } from './silent-log.ts';

export const adminToken = 'test-admin-token';

export interface ApiAnswer {
  readonly httpStatus: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered
  readonly body: any;
}

export interface TestServer {
  readonly url: string;
  /** The one-time link to the first owner. */
  readonly setupUrl: string | null;
  readonly metrica: YandexMetricaSimulator;
  /** Calls the compatible API; a string or Buffer is sent as it is, anything else as JSON. */
  call(
    key: string,
    method: string,
    body?: unknown,
    init?: { headers?: Record<string, string>; verb?: string },
  ): Promise<ApiAnswer>;
  /** Calls the management API as `GET /projects/1/links`. */
  manage(verb: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** A project of a bot with a key. */
  bot(options?: {
    platform?: string;
    kind?: string;
    limits?: object;
    mode?: string;
    chat_id?: string;
  }): Promise<TestBot>;
}

export interface TestBot {
  readonly projectId: string;
  readonly key: string;
  call(method: string, body?: unknown, init?: { headers?: Record<string, string>; verb?: string }): Promise<ApiAnswer>;
  manage(verb: string, path: string, body?: unknown): Promise<ApiAnswer>;
}

/** Runs a whole server of the test file's own: real HTTP, the file's database, a simulator of Yandex Metrica. */
export function useServer(
  database: { readonly url: string },
  environment: Readonly<Record<string, string>> = {},
  log = silentLog,
): TestServer {
  let running: { server: RunningServer; metrica: YandexMetricaSimulator; directory: string } | undefined;

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'otkuda-server-'));
    const metrica = await startYandexMetrica({ limits: { requestsPerSecondByIpMax: Number.POSITIVE_INFINITY } });
    const config = readConfig({
      PORT: '0',
      DATA_DIR: directory,
      DATABASE_URL: database.url,
      OTKUDA_ADMIN_TOKEN: adminToken,
      YANDEX_METRICA_URL: metrica.url,
      YANDEX_OAUTH_URL: metrica.url,
      OTKUDA_DELIVERY_FLUSH_SECONDS: '0',
      OTKUDA_DELIVERY_POLL_SECONDS: '0',
      ...environment,
    });
    running = { server: await startServer(config, log), metrica, directory };
  });

  afterAll(async () => {
    await running?.server.stop();
    await running?.metrica.close();
    if (running !== undefined) await rm(running.directory, { recursive: true, force: true });
  });

  const current = () => {
    if (running === undefined) throw new Error('the server exists only inside tests and hooks');
    return running;
  };

  const call: TestServer['call'] = async (key, method, body, init = {}) =>
    ask(`${current().server.url}/v1/${key}/${method}`, {
      method: init.verb ?? 'POST',
      headers: init.headers ?? { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
  const manage: TestServer['manage'] = async (verb, path, body) =>
    ask(`${current().server.url}/api/v1${path}`, {
      method: verb,
      headers: {
        authorization: `Bearer ${adminToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  return {
    get url() {
      return current().server.url;
    },
    get setupUrl() {
      return current().server.setupUrl;
    },
    get metrica() {
      return current().metrica;
    },
    call,
    manage,
    async bot({
      platform = 'telegram',
      kind = 'bot',
      limits = { per_second: 0, per_hour: 0, per_day: 0 },
      mode = 'production',
      chat_id,
    } = {}) {
      const username = platform === 'telegram' ? 'my_bot' : 'id7_bot';
      const project = await manage('POST', '/projects', {
        platform,
        kind,
        title: 'Test',
        username,
        ...(chat_id ? { chat_id } : {}),
      });
      if (project.httpStatus !== 201) throw new Error(`no project was made: ${JSON.stringify(project.body)}`);
      const projectId: string = project.body.id;
      const key = await manage('POST', `/projects/${projectId}/keys`, { mode, limits });
      return {
        projectId,
        key: key.body.key,
        call: (method, body, init) => call(key.body.key, method, body, init),
        manage: (verb, path, body) => manage(verb, `/projects/${projectId}${path}`, body),
      };
    },
  };
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> | FormData {
  return typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData;
}

async function ask(url: string, init: RequestInit): Promise<ApiAnswer> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    httpStatus: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : text,
  };
}
