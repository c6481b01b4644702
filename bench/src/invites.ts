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

export interface InviteBench {
  /** The path of the channel's tracking link. */
  readonly link: string;
  /** Puts so many free links into the pool, as the server writes down those that it has made. */
  fill(links: number): Promise<void>;
  /** Takes away what is left. */
  empty(): Promise<void>;
  /** How many links were leased, each to a click that is stored. */
  leased(): Promise<number>;
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
  const count = async (states: readonly string[]): Promise<number> => {
    const sql = 'select count(*)::int as n from invite_links where project_id = $1 and state = any($2)';
    return (await pool.query<{ n: number }>(sql, [project.id, states])).rows[0]?.n ?? 0;
  };
  const giveUpMs = performance.now() + readyMsMax;
  while ((await count(['shared'])) === 0) {
    if (performance.now() > giveUpMs) throw new Error('the channel got no invite link of its own');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  let made = 0;
  return {
    link: new URL(link.url ?? '').pathname,
    async fill(links) {
      await pool.query(
        `insert into invite_links (project_id, invite_link, chat_id, name, state, creates_join_request, created_at)
         select $1::bigint, 'https://t.me/+' || substr(md5('bench' || n), 1, 16), $2, 'Otkuda ' || n, 'free', false, now()
         from generate_series($3::int, $4::int) as n`,
        [project.id, String(chatId), made + 1, made + links],
      );
      made += links;
      await pool.query('vacuum (analyze) invite_links');
    },
    async empty() {
      await pool.query(`delete from invite_links where project_id = $1 and state = 'free'`, [project.id]);
    },
    leased: async () =>
      (
        await pool.query<{ n: number }>(
          `select count(*)::int as n from invite_links i where i.project_id = $1 and i.state = 'leased'
             and exists (select from clicks c where c.project_id = i.project_id and c.click_id = i.click_id)`,
          [project.id],
        )
      ).rows[0]?.n ?? 0,
    close: () => pool.end(),
  };
}
