import { type MaxSimulator, startMax, startTelegram, type TelegramSimulator } from '@otkuda/simulators';
import Fastify, { type FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { CallProcessor } from '../../api/call-processor.ts';
import { apiMethods } from '../../api/methods/index.ts';
import { configurationOver, reportsOver } from '../../api/over-database.ts';
import { updateStore } from '../../api/update-store.ts';
import { destinationsByType } from '../../destinations/registry.ts';
import { Directory } from '../../directory/directory.ts';
import { listenForChanges } from '../../directory/listen.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { isStorageAway } from '../../ingest/storage-errors.ts';
import { Sealer } from '../../secrets/seal.ts';
import type { TestDatabase } from '../../testing/test-database.ts';
import { openWriter, type TestWriter } from '../../testing/test-writer.ts';
import { MessengerFailure } from '../failure.ts';
import type { WayIn } from '../invites/way-in.ts';
import { maxMessenger } from '../max/max-messenger.ts';
import type { Messenger } from '../messenger.ts';
import { Messengers } from '../messengers.ts';
import type { Timing } from '../options.ts';
import { telegramMessenger } from '../telegram/telegram-messenger.ts';

/** Public for the messengers; the simulators find the process by it. */
export const publicUrl = 'https://otkuda.example';
export const botToken = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
export const maxToken = 'max-token-of-the-tests';
export const channelId = -1_001_234_567_890;

/** One server process, as far as messengers go. */
export interface TestProcess {
  readonly messengers: Messengers;
  readonly writer: TestWriter;
  /** A click of a tracking link: its way in, stored with the click as the redirect does it. */
  visit(projectId: string, linkId: string | null): Promise<{ readonly clickId: string; readonly way: WayIn | null }>;
  stop(): Promise<void>;
  /** As kill -9 leaves it: nothing is given back. */
  kill(): Promise<void>;
}

export interface MessengersUnderTest {
  readonly telegram: TelegramSimulator;
  readonly max: MaxSimulator;
  /** Where a public address of the processes really leads. */
  resolve(url: string): string;
  /** Real time and what was added to it. */
  now(): number;
  pass(ms: number): void;
  start(options?: { publicUrl?: string; timing?: Partial<Timing> }): Promise<TestProcess>;
  project(given: {
    platform?: 'telegram' | 'max';
    kind?: 'bot' | 'channel';
    token?: string;
    chatId?: string | null;
    chatLink?: string;
    title?: string;
  }): Promise<string>;
  link(projectId: string, given?: { name?: string; autoApprove?: number }): Promise<string>;
  /** The last touch of somebody: by what they came last. */
  lastTouch(
    projectId: string,
    userId: number,
  ): Promise<{ source_type: string; click_id: string | null; link_id: string | null; status: string } | null>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever rows there are
  rows(sql: string, ...values: unknown[]): Promise<any[]>;
}

/** Messengers' stand-ins and processes over the test file's database; each test gets stand-ins of its own. */
export function useMessengers(database: TestDatabase): MessengersUnderTest {
  const sealer = new Sealer('the secret key of the tests');
  let offsetMs = 0;
  let telegram: TelegramSimulator | undefined;
  let max: MaxSimulator | undefined;
  const processes = new Set<TestProcess>();
  const doors = new Map<string, FastifyInstance>();
  const now = (): number => Date.now() + offsetMs;
  /** Stands for the proxy in front of the processes: whichever is there gets it. */
  const resolve = (url: string): string => {
    const [door] = doors.values();
    const address = door?.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 1;
    return url.startsWith(publicUrl) ? `http://127.0.0.1:${port}${url.slice(publicUrl.length)}` : url;
  };

  const open = async (): Promise<void> => {
    telegram = await startTelegram({ now, resolve, webhookRetryMs: 50, pollMsMax: 200 });
    telegram.addBot(botToken, 'my_bot');
    telegram.addChat({ id: channelId, title: 'My channel' });
    max = await startMax({ now, resolve, webhookRetryMs: 50, pollMsMax: 200 });
    max.addBot(maxToken, 'id7_bot');
  };
  beforeAll(open);
  afterEach(async () => {
    for (const process of [...processes]) await process.stop();
    await telegram?.close();
    await max?.close();
    await database.pool.query('update projects set deleted_at = now() where deleted_at is null');
    await database.pool.query('truncate bots, messengers');
    await open();
  });
  afterAll(async () => {
    await telegram?.close();
    await max?.close();
  });

  const start: MessengersUnderTest['start'] = async (options = {}) => {
    const pool = new pg.Pool({ connectionString: database.url, max: 6 });
    pool.on('error', () => {});
    const writer = openWriter(database.url, now);
    const directory = new Directory(pool, destinationsByType, () => ({}));
    const processor = new CallProcessor(writer.writer, reportsOver(pool), configurationOver(pool, directory));
    const methods = new Map(apiMethods.flatMap((method) => method.names.map((name) => [name, method] as const)));
    let dead = false;
    const alive = (messenger: Messenger): Messenger =>
      new Proxy(messenger, {
        get(target, name: keyof Messenger) {
          if (dead) throw new MessengerFailure({ class: 'unknown', status: 0, message: 'this process was killed' });
          return target[name];
        },
      });
    const messengers = new Messengers({
      pool,
      seal: (text) => sealer.seal(text),
      open: (sealed) => sealer.open(sealed),
      openMessenger: (platform, token) =>
        alive(
          platform === 'telegram'
            ? telegramMessenger(token, telegram?.url ?? '')
            : maxMessenger(token, max?.url ?? '', globalThis.fetch),
        ),
      project: (projectId) => directory.project(projectId),
      storeUpdate: updateStore(processor, methods, now),
      isStorageAway,
      publicUrl: options.publicUrl ?? 'http://127.0.0.1:3000',
      now,
      log: () => {},
      timing: { lookMs: 20, inviteSpacingMs: 1, leaseMs: 20_000, ...options.timing },
    });
    const stopListening = listenForChanges(database.url, () => {
      directory.forget();
      messengers.changed();
    });
    const app = Fastify({ routerOptions: { maxParamLength: 200 }, forceCloseConnections: true });
    await app.register(async (scope) => messengers.routes(scope));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const key = uuidv7(now());
    doors.set(key, app);
    messengers.start();
    const end = async (): Promise<void> => {
      processes.delete(running);
      doors.delete(key);
      await app.close();
      await messengers.stop().catch(() => {});
      await stopListening();
      await writer.close();
      if (!pool.ended) await pool.end();
    };
    const running: TestProcess = {
      messengers,
      writer,
      async visit(projectId, linkId) {
        const clickId = uuidv7(now());
        const way = await messengers.wayIn({ projectId, linkId, clickId, isPersons: true });
        const project = await directory.project(projectId);
        if (project === null) throw new Error('there is no such project');
        await writer.click(project, {
          clickId,
          linkId,
          ...(way === null || way.invitePlace === null ? {} : { invitePlace: way.invitePlace }),
        });
        return { clickId, way };
      },
      stop: end,
      async kill() {
        dead = true;
        await pool.end();
        await end();
      },
    };
    processes.add(running);
    return running;
  };

  return {
    get telegram() {
      if (telegram === undefined) throw new Error('the simulators exist only inside tests and hooks');
      return telegram;
    },
    get max() {
      if (max === undefined) throw new Error('the simulators exist only inside tests and hooks');
      return max;
    },
    resolve,
    now,
    pass(ms) {
      offsetMs += ms;
    },
    start,
    async project({ platform = 'telegram', kind = 'channel', token, chatId, chatLink, title = 'My channel' }) {
      const chosen = token ?? (platform === 'telegram' ? botToken : maxToken);
      const made = await database.pool.query<{ project_id: string }>(
        `insert into projects (workspace_id, platform, kind, title, chat_id, chat_link, time_zone, currency, messenger_token_sealed)
         values (1, $1, $2, $3, $4, $5, 'Europe/Moscow', 'RUB', $6) returning project_id`,
        [
          platform,
          kind,
          title,
          chatId === undefined && platform === 'telegram' && kind === 'channel' ? String(channelId) : (chatId ?? null),
          chatLink ?? null,
          sealer.seal(chosen),
        ],
      );
      return made.rows[0]?.project_id ?? '';
    },
    async link(projectId, { name = 'Link', autoApprove } = {}) {
      const linkId = uuidv7(now());
      await database.pool.query(
        `insert into links (project_id, link_id, code, name, auto_approve_seconds) values ($1, $2, $3, $4, $5)`,
        [projectId, linkId, linkId, name, autoApprove ?? null],
      );
      return linkId;
    },
    async lastTouch(projectId, userId) {
      const found = await database.pool.query(
        `select t.source_type, t.click_id, t.link_id, s.status from subscribers s
         left join touches t on t.project_id = s.project_id and t.touch_id = coalesce(s.last_touch_id, s.first_touch_id)
         where s.project_id = $1 and s.user_id = $2`,
        [projectId, String(userId)],
      );
      return found.rows[0] ?? null;
    },
    async rows(sql, ...values) {
      return (await database.pool.query(sql, values)).rows;
    },
  };
}
