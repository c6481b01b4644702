import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import pino from 'pino';
import { type Config, embeddedDirectory, readConfig } from '../../../apps/server/src/config.ts';
import { keepEmbeddedPostgres } from '../../../apps/server/src/database/embedded/index.ts';
import { type RunningServer, startServer } from '../../../apps/server/src/server.ts';
import { startMax } from '../max/simulator.ts';
import { type SampleAccount, startSampleAccounts } from '../sample-accounts.ts';
import { startTelegram } from '../telegram/simulator.ts';
import { type AdAccounts, startAdAccounts } from './ad-accounts.ts';
import type { DemoClock } from './clock.ts';

export const adminToken = 'demo-admin-token';
const secretKey = 'only for the demo';
export const channel = {
  id: -1_001_234_567_890,
  title: 'Клуб «Разговорный английский»',
  botToken: '7201543211:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw',
} as const;

/** The server in a folder of its own, and the messengers and ad systems that it takes for the real ones. */
export interface Stage {
  readonly url: string;
  readonly server: RunningServer;
  readonly databaseUrl: string;
  readonly secretKey: string;
  readonly config: Config;
  /** Accounts of the walk. */
  readonly accounts: readonly SampleAccount[];
  /** Bodies of the school's destinations. */
  readonly destinations: AdAccounts['destinations'];
  /** A token is refused and a counter deleted from now on. */
  breakTwo(): void;
  /** The invite link that the server makes for a tracking link of the channel. */
  sharedInvite(linkId: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts everything. What was started is ended where a part cannot start. */
export async function openStage(clock: DemoClock, port: string): Promise<Stage> {
  const ends: Array<() => Promise<unknown>> = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    return await open(clock, port, ends, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  { now }: DemoClock,
  port: string,
  ends: Array<() => Promise<unknown>>,
  close: () => Promise<void>,
): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), 'otkuda-demo-'));
  ends.push(() => rm(directory, { recursive: true, force: true }));
  const accounts = await startSampleAccounts(0, now);
  for (const account of accounts) ends.push(() => account.close());
  const { destinations, breakTwo } = startAdAccounts(accounts);
  const telegram = await startTelegram({ now, pollMsMax: 2_000 });
  ends.push(() => telegram.close());
  telegram.addBot(channel.botToken, 'anna_club_gate_bot');
  telegram.addChat({ id: channel.id, title: channel.title });
  telegram.administer(channel.id, 'anna_club_gate_bot');
  const max = await startMax({ now });
  ends.push(() => max.close());

  const log = pino({ level: 'error', serializers: { error: pino.stdSerializers.err } }, pino.destination(2));
  const database = await keepEmbeddedPostgres({
    directory: embeddedDirectory({ dataDir: directory }),
    log: () => {},
    warn: (message, details) => log.warn(details ?? {}, message),
  });
  ends.push(() => database.stop());
  const config = readConfig({
    PORT: port,
    DATA_DIR: directory,
    DATABASE_URL: database.url,
    OTKUDA_SECRET_KEY: secretKey,
    OTKUDA_ADMIN_TOKEN: adminToken,
    // The trickle's visitors come from many places.
    OTKUDA_TRUST_PROXY: 'true',
    OTKUDA_DELIVERY_FLUSH_SECONDS: '0',
    OTKUDA_DELIVERY_POLL_SECONDS: '0',
    TELEGRAM_API_URL: telegram.url,
    MAX_API_URL: max.url,
    ...Object.fromEntries(accounts.flatMap(({ variables, url }) => variables.map((name) => [name, url] as const))),
  });
  const server = await startServer(config, log, { now, messengers: { inviteSpacingMs: 5, lookMs: 200 } });
  ends.push(() => server.stop());
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  ends.push(() => pool.end());
  const sharedInvite = async (linkId: string): Promise<string> => {
    for (;;) {
      const { rows } = await pool.query<{ invite_link: string }>(
        `select invite_link from invite_links where link_id = $1 and place is null`,
        [linkId],
      );
      if (rows[0] !== undefined) return rows[0].invite_link;
      await wait(50);
    }
  };
  const { url } = server;
  return {
    url,
    server,
    databaseUrl: database.url,
    secretKey,
    config,
    accounts,
    destinations,
    breakTwo,
    sharedInvite,
    close,
  };
}
