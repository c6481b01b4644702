import type { TestBot, TestServer } from './test-server.ts';

const counter = { id: '1', token: 'y0_TEST' } as const;
const visitor = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1';

/** A bot with an ad in Yandex that leads to it, and a counter that is told of its starts. */
export interface AdvertisedBot extends TestBot {
  /** A click on the ad; gives the start code that the messenger hands to the bot. */
  click(query?: string): Promise<string>;
}

/** @param destination makes its settings differ from good ones */
export async function advertisedBot(
  server: TestServer,
  { destination = {}, project = {} }: { destination?: object; project?: Parameters<TestServer['bot']>[0] } = {},
): Promise<AdvertisedBot> {
  const goals = ['bot_start', 'lead', 'purchase'];
  server.metrica.addCounter({ id: counter.id, login: 'owner', token: counter.token, goals, knownIds: 'all' });
  const bot = await server.bot(project);
  const made = await bot.manage('POST', '/destinations', {
    type: 'yandex_metrica',
    name: 'Яндекс Метрика',
    settings: { counter_id: counter.id, oauth_token: counter.token },
    goals: { start: 'bot_start' },
    ...destination,
  });
  if (made.httpStatus !== 201) throw new Error(`no destination was made: ${JSON.stringify(made.body)}`);
  const link = await bot.manage('POST', '/links', { name: 'Яндекс.Директ', ad_system: 'yandex' });
  return {
    ...bot,
    async click(query = 'utm_source=yandex&utm_campaign=лето&yclid=14567890123456789') {
      const sent = await fetch(`${link.body.url}?${query}`, { redirect: 'manual', headers: { 'user-agent': visitor } });
      const target = new URL(sent.headers.get('location') ?? 'none:');
      return target.searchParams.get('start') ?? '';
    },
  };
}

/** The update that Telegram sends for a `/start`. */
export function startUpdate(updateId: number, userId: number, startValue: string, from: object = {}) {
  return {
    update_id: updateId,
    message: {
      message_id: updateId,
      date: Math.floor(Date.now() / 1000),
      text: startValue === '' ? '/start' : `/start ${startValue}`,
      chat: { id: userId, type: 'private' },
      from: { id: userId, is_bot: false, first_name: 'Вася', username: 'vasya', ...from },
    },
  };
}
