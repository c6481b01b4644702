import { Bot, type Context, type NextFunction } from 'grammy';
import type { Update } from 'grammy/types';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../apps/server/src/testing/test-database.ts';
import { type TestBot, useServer } from '../apps/server/src/testing/test-server.ts';

/** A real grammY bot that forwards raw updates by the three lines of middleware that the README shows. */
const server = useServer(useDatabase());
const botInfo = {
  ...{ id: 110201543, is_bot: true, first_name: 'My Bot', username: 'my_bot' },
  ...{
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
  },
  ...{
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
  },
} as const;

let tracked: TestBot;
let bot: Bot;
let forwarded: Promise<unknown>[] = [];

beforeAll(async () => {
  tracked = await server.bot();
  const address = `${server.url}/v1/${tracked.key}/on_telegram_webhook`;
  bot = new Bot('110201543:TEST', { botInfo: botInfo as never });
  bot.use(async (ctx: Context, next: NextFunction) => {
    forwarded.push(fetch(address, { method: 'POST', body: JSON.stringify(ctx.update) }).catch(() => {}));
    await next();
  });
});

const t0 = Math.floor(Date.now() / 1000) - 600;
const person = {
  id: 987654321,
  is_bot: false,
  first_name: 'John',
  last_name: 'Doe',
  username: 'johnDoe5672',
  language_code: 'ru',
};
const chat = { id: person.id, first_name: 'John', last_name: 'Doe', username: 'johnDoe5672', type: 'private' } as const;
const me = { id: botInfo.id, is_bot: true, first_name: 'My Bot', username: 'my_bot' };

const start = (updateId: number, second: number, text = '/start'): Update => ({
  update_id: updateId,
  message: {
    message_id: updateId,
    from: person,
    chat,
    date: t0 + second,
    text,
    entities: [{ offset: 0, length: 6, type: 'bot_command' }],
  },
});
const block = (updateId: number, second: number): Update => ({
  update_id: updateId,
  my_chat_member: {
    chat,
    from: person,
    date: t0 + second,
    old_chat_member: { user: me, status: 'member' },
    new_chat_member: { user: me, status: 'kicked', until_date: 0 },
  },
});
const unblock = (updateId: number, second: number): Update => ({
  update_id: updateId,
  my_chat_member: {
    chat,
    from: person,
    date: t0 + second,
    old_chat_member: { user: me, status: 'kicked', until_date: 0 },
    new_chat_member: { user: me, status: 'member' },
  },
});

async function feed(...updates: Update[]): Promise<void> {
  for (const update of updates) await bot.handleUpdate(update);
  await Promise.all(forwarded);
  forwarded = [];
}

async function info(): Promise<Record<string, unknown>> {
  return (await tracked.call('get_user_info', { user_id: String(person.id) })).body.data;
}

async function counts(): Promise<Record<string, number>> {
  const { body } = await tracked.manage('GET', '/links');
  const { clicks, starts, joins, leaves } = body.items[0].counts;
  return { clicks, starts, joins, leaves };
}

describe('a bot that forwards what it gets', () => {
  it('has exactly the right subscriber, dates and counts at each step', async () => {
    const link = (
      await tracked.manage('POST', '/links', { name: 'Яндекс.Директ', ad_system: 'yandex', utm: { source: 'yandex' } })
    ).body;
    const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
    const click = await fetch(`${link.url}?utm_campaign=summer&yclid=1`, { redirect: 'manual', headers: browser });
    const code = new URL(click.headers.get('location') ?? '').searchParams.get('start');

    await feed(start(1, 0, `/start ${code}`));
    const joined = {
      first_join_date: t0,
      last_join_date: t0,
      left_date: 0,
      invite_link: 'Яндекс.Директ',
      first_name: 'John',
      last_name: 'Doe',
      username: 'johnDoe5672',
      utm_source: 'yandex',
      utm_campaign: 'summer',
    };
    expect(await info()).toEqual({ user_id: '987654321', ...joined });
    expect(await counts()).toEqual({ clicks: 1, starts: 1, joins: 1, leaves: 0 });

    await feed(start(1, 0, `/start ${code}`), start(1, 0, `/start ${code}`));
    expect(await info()).toMatchObject(joined);
    expect(await counts()).toEqual({ clicks: 1, starts: 1, joins: 1, leaves: 0 });

    await feed(block(2, 60));
    expect(await info()).toMatchObject({ ...joined, left_date: t0 + 60 });

    await feed(unblock(3, 120));
    expect(await info()).toMatchObject({ ...joined, left_date: 0 });

    await feed(start(4, 120));
    expect(await info()).toMatchObject({ ...joined, last_join_date: t0 + 120, left_date: 0 });
    // The bare start of "Restart" is organic; the leave counts for the link that the person came by.
    expect(await counts()).toEqual({ clicks: 1, starts: 1, joins: 1, leaves: 1 });
    const events = (await tracked.manage('GET', `/events?user_id=${person.id}`)).body.items;
    expect(events.map((event: { type: string }) => event.type)).toEqual(['start', 'resume', 'stop', 'start']);
  });
});
