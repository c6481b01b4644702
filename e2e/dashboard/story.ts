import type { TestServer } from '../../apps/server/src/testing/test-server.ts';

/** Where people of the story come from, how many of a hundred clicks start, and how many of those leave soon. */
const places = [
  { name: 'Яндекс.Директ, поиск', system: 'yandex', campaign: 'poisk', clicks: 90, starts: 62, leaves: 14, cost: 420 },
  { name: 'VK Реклама, лето', system: 'vk', campaign: 'leto', clicks: 70, starts: 34, leaves: 21, cost: 310 },
  { name: 'Блогер Анна', system: null, campaign: 'anna', clicks: 48, starts: 38, leaves: 4, cost: 250 },
  { name: 'Telegram Ads', system: 'telegram', campaign: 'channels', clicks: 36, starts: 20, leaves: 9, cost: 180 },
  { name: 'Google, бренд', system: 'google', campaign: 'brand', clicks: 22, starts: 14, leaves: 2, cost: 90 },
  { name: 'QR на конференции', system: null, campaign: 'offline', clicks: 12, starts: 9, leaves: 1, cost: 0 },
] as const;

const names = [
  'Анна',
  'Иван',
  'Мария',
  'Пётр',
  'Ольга',
  'Дмитрий',
  'Елена',
  'Сергей',
  'Вера',
  'Никита',
  'Юлия',
  'Олег',
];
const families = ['Соколова', 'Петров', 'Ким', 'Иванова', 'Орлов', 'Лебедева', 'Морозов', 'Волкова'];
const addresses = ['77.88.55.88', '95.163.10.4', '93.84.10.2', '2.132.10.7', '8.8.8.8', '77.88.8.1'];
const browser = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1';
const daySeconds = 86_400;

export interface Story {
  readonly projectId: string;
  readonly emptyProjectId: string;
  readonly linkId: string;
  /** Somebody with a history. */
  readonly userId: string;
}

/** A project with four weeks of people, told through the API as bots and browsers do. */
export async function tellStory(server: TestServer): Promise<Story> {
  const bot = await done(server.manage('POST', '/projects', project('Школа рисования', 'draw_school_bot')));
  const empty = await done(server.manage('POST', '/projects', project('Новый бот', 'new_school_bot')));
  const path = `/projects/${bot.id}`;
  server.metrica.addCounter({ id: '2215573', login: 'owner', token: 'y0_TEST', goals: ['bot_start', 'lead', 'order'] });
  const unlimited = { limits: { per_second: 0, per_hour: 0, per_day: 0 } };
  const { key } = await done(server.manage('POST', `${path}/keys`, unlimited));
  await done(server.manage('POST', `${path}/keys`, { mode: 'sandbox' }));
  await done(
    server.manage('POST', `${path}/destinations`, {
      type: 'yandex_metrica',
      name: 'Метрика школы',
      settings: { counter_id: '2215573', oauth_token: 'y0_TEST' },
      goals: { start: 'bot_start', events: { order: 'order' } },
    }),
  );
  await done(
    server.manage('POST', `${path}/destinations`, {
      type: 'yandex_metrica',
      name: 'Метрика лендинга',
      settings: { counter_id: '2215573', oauth_token: 'y0_EXPIRED' },
      goals: { start: 'bot_start' },
    }),
  );
  const nowSeconds = Math.floor(Date.now() / 1000);
  let user = 0;
  let linkId = '';
  for (const place of places) {
    const { name, system, campaign } = place;
    const utm = { source: system ?? campaign, medium: system === null ? 'post' : 'cpc', campaign };
    const link = await done(server.manage('POST', `${path}/links`, { name, ad_system: system, utm }));
    linkId ||= link.id;
    await inParallel(place.clicks, async (index) => {
      const code = await click(link.url, index, campaign);
      if (index >= place.starts) return;
      const joined = nowSeconds - Math.round(((index * 7.3 + place.clicks) % 28) * daySeconds + (index % 9) * 3_000);
      const id = 1000 + user++;
      await send('on_telegram_webhook', startOf(id, code, joined));
      if (index < place.leaves) {
        const left = Math.min(nowSeconds - 60, joined + ((index % 6) + 1) * 20_000);
        await send('my_bot_was_stopped', { user_id: String(id), date: left });
        return;
      }
      if (index % 3 === 0) await send('send_reach_goal', { user_id: String(id), target: 'lead' });
      if (index % 4 === 0) {
        const result = index % 8 === 0 ? 'success' : 'in_progress';
        const order = {
          user_id: String(id),
          event_type: 'order',
          event_result: result,
          labels: index % 12 === 0 ? [] : [{ name: 'course', value: index % 16 === 0 ? 'Масло' : 'Акварель' }],
        };
        await send('add_event', index % 8 === 0 ? { ...order, amount: 1900 + index * 10 } : order);
      }
    });
    if (place.cost > 0) await done(server.manage('PUT', `${path}/costs`, costs(link.id, place.cost)));
  }
  await inParallel(12, (index) =>
    send('on_telegram_webhook', startOf(5000 + index, null, nowSeconds - index * daySeconds)),
  );
  await server.call(key, 'send_reach_goal', { user_id: '1001' });
  const orders = await done(server.manage('GET', `${path}/events?type=order&limit=1`));
  return { projectId: bot.id, emptyProjectId: empty.id, linkId, userId: orders.items[0].user_id };

  async function send(method: string, body: object): Promise<void> {
    const answer = await server.call(key, method, body);
    if (answer.httpStatus >= 500) throw new Error(`${method}: ${answer.httpStatus}`);
  }
}

function project(title: string, username: string): object {
  return { platform: 'telegram', kind: 'bot', title, username, time_zone: 'Europe/Moscow', currency: 'RUB' };
}

/** A visit by a phone; answers the start code that it is sent on with. */
async function click(url: string, index: number, campaign: string): Promise<string> {
  const address = addresses[index % addresses.length] ?? '';
  const visit = await fetch(`${url}?visit=${index}&yclid=${campaign === 'poisk' ? 1_456_789_012_345 + index : ''}`, {
    redirect: 'manual',
    headers: { 'user-agent': browser, 'x-forwarded-for': address },
  });
  return new URL(visit.headers.get('location') ?? '').searchParams.get('start') ?? '';
}

function startOf(id: number, code: string | null, date: number): object {
  const from = {
    id,
    is_bot: false,
    first_name: names[id % names.length],
    last_name: families[id % families.length],
    ...(id % 3 === 0 ? {} : { username: `user${id}` }),
    language_code: id % 5 === 0 ? 'en' : 'ru',
    ...(id % 4 === 0 ? { is_premium: true } : {}),
  };
  const text = code === null ? '/start' : `/start ${code}`;
  return { update_id: id, message: { message_id: 1, date, text, chat: { id, type: 'private' }, from } };
}

function costs(linkId: string, perDay: number): object[] {
  return Array.from({ length: 28 }, (_, ago) => ({
    date: new Date(Date.now() - ago * daySeconds * 1000).toISOString().slice(0, 10),
    link_id: linkId,
    amount: String(perDay + ((ago * 37) % 60)),
  }));
}

async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  const left = Array.from({ length: count }, (_, index) => index);
  const worker = async (): Promise<void> => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) await work(index);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

async function done(
  call: ReturnType<TestServer['manage']>,
): Promise<ReturnType<TestServer['manage']> extends Promise<{ body: infer B }> ? B : never> {
  const { httpStatus, body } = await call;
  if (httpStatus >= 300) throw new Error(JSON.stringify(body));
  return body;
}
