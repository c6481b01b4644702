import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll } from 'vitest';
import { CallProcessor } from '../../api/call-processor.ts';
import type { ApiMethod } from '../../api/method.ts';
import { apiMethods } from '../../api/methods/index.ts';
import { configurationOver, reportsOver } from '../../api/over-database.ts';
import type { TestReport } from '../../delivery/index.ts';
import { destinationsByType } from '../../destinations/registry.ts';
import { Directory } from '../../directory/directory.ts';
import { Known } from '../../ingest/known.ts';
import { pipeline } from '../../ingest/pipeline.ts';
import type { ClickRecord } from '../../ingest/records.ts';
import { Writer } from '../../ingest/writer.ts';
import { Messengers } from '../../messengers/messengers.ts';
import { telegramMessenger } from '../../messengers/telegram/telegram-messenger.ts';
import { LiveFigures } from '../../reports/live.ts';
import { Sealer } from '../../secrets/seal.ts';
import { type TestDatabase, useDatabase } from '../../testing/test-database.ts';
import { manageRoutes } from '../index.ts';

export const adminToken = 'a-token-of-the-tests';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: answers are what the tests look at
  readonly body: any;
  readonly text: string;
}

export interface ManageUnderTest {
  readonly database: TestDatabase;
  app: FastifyInstance;
  directory: Directory;
  live: LiveFigures;
  processor: CallProcessor;
  sealer: Sealer;
  readonly methods: readonly ApiMethod[];
  storeClick(click: ClickRecord): Promise<void>;
  /** What the platform says to the next test of a destination. */
  testReport: TestReport;
  /** Details of what was logged. */
  readonly logged: object[];
  /** How often the delivery was woken. */
  woken: number;
  /** Moves the clock. */
  nowMs: number;
  call(method: Method, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The same, for calls that are not what the test is about: throws where they do not succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are what the tests look at
  done(method: Method, path: string, body?: unknown): Promise<any>;
}
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The management API on a database of the test file's own, with the real pipeline behind it. */
export function useManage(token: string | null = adminToken): ManageUnderTest {
  const database = useDatabase();
  const under = {
    database,
    methods: apiMethods,
    logged: [] as object[],
    woken: 0,
    nowMs: Date.parse('2026-03-01T10:00:00Z'),
  } as ManageUnderTest;
  under.testReport = { ok: true, class: 'accepted', reason: null, status: 200, answer: '{}' };
  let writer: Writer | undefined;

  beforeAll(async () => {
    const { pool, url } = database;
    const now = (): number => under.nowMs;
    under.live = new LiveFigures(pool, now);
    under.directory = new Directory(pool, destinationsByType, (sealed) => JSON.parse(under.sealer.open(sealed)));
    under.sealer = new Sealer('the secret key of the tests');
    const known = new Known();
    writer = new Writer({
      url,
      steps: pipeline({ known, flushMs: 0 }),
      now,
      onCommitted(batch) {
        known.committed(batch);
        under.live.happened(batch.projects());
      },
      observe: () => {},
      log: () => {},
    });
    const { storeClick } = writer;
    under.storeClick = storeClick.bind(writer);
    under.processor = new CallProcessor(writer, reportsOver(pool), configurationOver(pool, under.directory));
    const app = Fastify({ routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 } });
    await app.register((scope) =>
      manageRoutes(scope, {
        pool,
        sealer: under.sealer,
        adminToken: token,
        publicUrl: 'https://otkuda.test',
        trackingUrl: 'https://go.test',
        destinations: destinationsByType,
        methods: apiMethods,
        processor: under.processor,
        storeClick: under.storeClick,
        wakeDelivery() {
          under.woken += 1;
        },
        testDestination: async () => under.testReport,
        makeGoals: async () => ({ kind: 'unknown' }),
        // Held by sign-in.test.ts over a whole server.
        signIn: {
          address: async () => ({ kind: 'unknown' }),
          exchange: async () => ({ ok: false, reason: 'token_invalid' }),
        },
        messengers: new Messengers({
          pool,
          seal: (text) => under.sealer.seal(text),
          open: (sealed) => under.sealer.open(sealed),
          openMessenger: (_platform, secret) => telegramMessenger(secret, 'http://127.0.0.1:1'),
          project: (projectId) => under.directory.project(projectId),
          storeUpdate: async () => {},
          isStorageAway: () => false,
          publicUrl: 'https://otkuda.test',
          now,
          log: () => {},
        }),
        directory: under.directory,
        live: under.live,
        now,
        log: (_message, details) => under.logged.push(details),
      }),
    );
    await app.ready();
    under.app = app;
  });

  afterAll(async () => {
    await under.app.close();
    await writer?.close();
  });

  under.call = async (method, path, body, headers = {}) => {
    const response = await under.app.inject({
      method,
      url: path.startsWith('/api/') ? path : `/api/v1${path}`,
      // An empty value leaves the header out.
      headers: present({ authorization: `Bearer ${adminToken}`, ...headers }),
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const json = String(response.headers['content-type']).includes('json');
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.body,
      body: json ? response.json() : undefined,
    };
  };
  under.done = async (method, path, body) => {
    const answer = await under.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} → ${answer.status} ${answer.text}`);
    return answer.body;
  };
  return under;
}

function present(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
}
