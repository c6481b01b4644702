import { setTimeout as delay } from 'node:timers/promises';
import { startMax, startTelegram } from '@otkuda/simulators';
import pg from 'pg';
import { readConfig } from '../../apps/server/src/config.ts';
import { startServer } from '../../apps/server/src/server.ts';
import { silentLog } from '../../apps/server/src/testing/silent-log.ts';
import { seededRandom } from '../durability/random.ts';
import { Month, stepMs } from './month.ts';
import { adminToken, manage, readReport, setUpOffice } from './office.ts';
import { makeVisitors, type ProjectName, projects, sources } from './sources.ts';
import { type Counts, Truth } from './truth.ts';

export interface MonthFindings {
  /** Each figure of a source that the report has otherwise than it was. */
  readonly differences: readonly string[];
  readonly bySource: readonly { readonly name: string; readonly counts: Counts }[];
  readonly detected: { readonly all: number; readonly right: number };
}

const monthSteps = (30 * 86_400_000) / stepMs;
const tokens = { shop: '110:AAshop', channel: '220:AAchannel', maxBot: 'max-seven', maxChannel: 'max-eight' };
const chats = { private: -1_001_000_000_001, public: -1_001_000_000_002, maxChannel: -70_000_000_000_003 };

/** Plays a month of so many visitors against a whole server, and compares what its reports say with what really happened. */
export async function playMonth(given: {
  readonly visitors: number;
  readonly seed: number;
  readonly databaseUrl: string;
  readonly dataDir: string;
}): Promise<MonthFindings> {
  let leaptMs = -65 * 86_400_000;
  const now = (): number => Date.now() + leaptMs;
  const telegram = await startTelegram({ now, pollMsMax: 500 });
  const max = await startMax({ now, pollMsMax: 500 });
  telegram.addBot(tokens.shop, 'shop_bot');
  telegram.addBot(tokens.channel, 'channel_bot');
  max.addBot(tokens.maxBot, 'id7_bot');
  max.addBot(tokens.maxChannel, 'id8_bot');
  telegram.addChat({ id: chats.private, title: 'Private' });
  telegram.addChat({ id: chats.public, title: 'Public', username: 'public_channel' });
  telegram.administer(chats.private, 'channel_bot');
  telegram.administer(chats.public, 'channel_bot');
  max.addChat({ id: chats.maxChannel, title: 'MAX', link: 'https://max.ru/join/4wlzUCYjJT-UgB4VeHnd' });
  max.administer(chats.maxChannel, 'id8_bot');
  const config = readConfig({
    PORT: '0',
    DATA_DIR: given.dataDir,
    DATABASE_URL: given.databaseUrl,
    OTKUDA_ADMIN_TOKEN: adminToken,
    OTKUDA_TRUST_PROXY: 'true',
    TELEGRAM_API_URL: telegram.url,
    MAX_API_URL: max.url,
  });
  const messengers = { lookMs: 10, inviteSpacingMs: 1, leaseMs: 90 * 86_400_000, checkMs: 90 * 86_400_000 };
  const server = await startServer(config, silentLog, { now, messengers });
  const pool = new pg.Pool({ connectionString: given.databaseUrl, max: 2 });
  try {
    const begins = dayOf(now());
    const office = await setUpOffice(server.url, {
      bot: { token: tokens.shop },
      maxBot: { token: tokens.maxBot },
      private: { token: tokens.channel, chatId: String(chats.private) },
      public: { token: tokens.channel, chatId: String(chats.public) },
      maxChannel: { token: tokens.maxChannel, chatId: String(chats.maxChannel) },
    });
    for (const projectId of Object.values(office.projectIds)) await untilWorking(server.url, projectId);
    await untilReady(server.url, office.projectIds.private);
    const truth = new Truth();
    const pass = (ms: number): void => {
      leaptMs += ms;
    };
    const world = { url: server.url, office, telegram, max, chats, pool, truth, now, pass };
    const visitors = makeVisitors(given.visitors, monthSteps, seededRandom(given.seed));
    await new Month(world).play(visitors);
    const days = { from: begins, to: dayOf(now()) };
    const differences: string[] = [];
    for (const project of Object.keys(projects) as ProjectName[]) {
      const report = await readReport(server.url, office.projectIds[project], days);
      for (const [index, source] of sources.entries()) {
        if (source.project !== project) continue;
        compare(source.name, truth.bySource[index], report.exact.get(office.links[index]?.id ?? ''), differences);
      }
      compare(`${project}, organic`, truth.organic.get(project), report.organic ?? undefined, differences);
    }
    const detected = await judgeDetected(pool, office.projectIds.bot, office.links, truth);
    const bySource = sources.map(({ name }, index) => ({ name, counts: truth.bySource[index] ?? none }));
    return { differences, bySource, detected };
  } finally {
    await pool.end();
    await server.stop();
    await telegram.close();
    await max.close();
  }
}

const none: Counts = { clicks: 0, machine_clicks: 0, starts: 0, joins: 0, subscribers: 0, leaves: 0 };

function compare(name: string, was: Counts = none, told: Counts = none, differences: string[]): void {
  for (const figure of Object.keys(none) as (keyof Counts)[]) {
    if (was[figure] !== told[figure]) differences.push(`${name}: ${was[figure]} ${figure}, told ${told[figure]}`);
  }
}

/** Of the starts that only said `auto_detect`: how many were told to be of the source that they really came by. */
async function judgeDetected(
  pool: pg.Pool,
  projectId: string,
  links: readonly { readonly id: string }[],
  truth: Truth,
): Promise<MonthFindings['detected']> {
  const found = await pool.query<{ user_id: string; link_id: string | null }>(
    `select user_id, link_id from touches where project_id = $1 and start_value = 'auto_detect' and user_id = any($2::text[])`,
    [projectId, [...truth.detected.keys()].map(String)],
  );
  const right = found.rows.filter(
    ({ user_id, link_id }) => links[truth.detected.get(Number(user_id)) ?? -1]?.id === link_id,
  );
  return { all: truth.detected.size, right: right.length };
}

async function untilWorking(url: string, projectId: string): Promise<void> {
  await until(`project ${projectId} is connected`, async () => {
    const { state } = await manage<{ state: string }>(url, 'GET', `/projects/${projectId}/messenger`);
    return state === 'working';
  });
}

/** Links of both kinds are there, and the shared ones behind them. */
async function untilReady(url: string, projectId: string): Promise<void> {
  await until('invite links are ready', async () => {
    const { invite_links: links } = await manage<{ invite_links: { ready: number; shared: number } }>(
      url,
      'GET',
      `/projects/${projectId}/messenger`,
    );
    return links.ready >= 40 && links.shared >= 2;
  });
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const giveUpMs = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > giveUpMs) throw new Error(`in vain: ${what}`);
    await delay(20);
  }
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
