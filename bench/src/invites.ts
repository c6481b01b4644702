import { startTelegram } from '@otkuda/simulators';
import { openPool } from '../../apps/server/src/database/pool.ts';
import type { Manage } from './manage.ts';

const token = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const chatId = -1_001_234_567_890;
const readyMsMax = 60_000;

/** The stand-in that the channel's bot works against. It runs in this process. */
export async function startChannel() {
  const telegram = await startTelegram({ pollMsMax: 2_000 });
  telegram.addBot(token, 'bench_bot');
  telegram.addChat({ id: chatId, title: 'Bench channel' });
  telegram.administer(chatId, 'bench_bot');
  return telegram;
}

export interface Leased {
  readonly clicks: number;
  readonly links: number;
}

export interface InviteBench {
  /** The path of the channel's tracking link. */
  readonly link: string;
  /** Puts so many free links into the pool, as the server writes down those that it has made. */
  fill(links: number): Promise<void>;
  /** Takes away what is left. */
  empty(): Promise<void>;
  /** How many clicks are stored with a link of their own, and how many links these are. */
  leased(): Promise<Leased>;
  close(): Promise<void>;
}

/**
 * A private channel whose visitors get an invite link each. Telegram makes a few links a second, so that no stand-in fills a pool that
 * lasts for seconds of such a load: the links are put into the database, where the server finds them as if its bot had made them.
 */
export async function prepareInvites(
  manage: Manage,
  telegram: Awaited<ReturnType<typeof startChannel>>,
  databaseUrl: string,
): Promise<InviteBench> {
  const body = { platform: 'telegram', kind: 'channel', title: 'Bench channel', messenger_token: token };
  const project = await manage('POST', '', body);
  const link = await manage('POST', `/${project.id}/links`, { name: 'Invites', code: 'bench-invites' });
  // The bot's only channel learns its chat when the bot is made an administrator.
  telegram.administer(chatId, 'bench_bot');
  const pool = openPool({ url: databaseUrl, connectionsMax: 1, statementMsMax: 120_000, onLost: () => {} });
  const hasShared = async (): Promise<boolean> =>
    (await pool.query('select from invite_links where project_id = $1 and place is null', [project.id])).rowCount !== 0;
  const giveUpMs = performance.now() + readyMsMax;
  while (!(await hasShared())) {
    if (performance.now() > giveUpMs) throw new Error('the channel got no invite link of its own');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  let made = 0;
  return {
    link: new URL(link.url ?? '').pathname,
    async fill(links) {
      await pool.query(
        `with queue as (
           insert into invite_pools as pool (project_id, creates_join_request, added, taken) values ($1, false, $4::int - $3::int + 1, 0)
           on conflict (project_id, creates_join_request) do update set added = pool.added + excluded.added returning added)
         insert into invite_links (project_id, invite_link, chat_id, name, creates_join_request, created_at, place)
         select $1::bigint, 'https://t.me/+' || substr(md5('bench' || n), 1, 16), $2, 'Otkuda ' || n, false, now(), added - $4::int + n
         from queue, generate_series($3::int, $4::int) as n`,
        [project.id, String(chatId), made + 1, made + links],
      );
      made += links;
      await pool.query('vacuum (analyze) invite_links');
    },
    async empty() {
      await pool.query('update invite_pools set taken = added where project_id = $1', [project.id]);
    },
    async leased() {
      const found = await pool.query<Leased>(
        `select count(*)::int as clicks, count(distinct invite_place)::int as links from clicks where project_id = $1 and invite_place is not null`,
        [project.id],
      );
      return found.rows[0] ?? { clicks: 0, links: 0 };
    },
    close: () => pool.end(),
  };
}
