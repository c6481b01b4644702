import { beforeAll, describe, expect, it } from 'vitest';
import { advertisedBot, startUpdate } from '../testing/advertised-bot.ts';
import { useDatabase } from '../testing/test-database.ts';
import { type TestBot, useServer } from '../testing/test-server.ts';

/** Messengers and constructors repeat what they are not sure of, over several connections and in any order. */
const server = useServer(useDatabase());
const people = 60;
const now = Math.floor(Date.now() / 1000) - 3_600;

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, rank: Math.random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Each three times, by 24 connections. */
async function deliver(bot: TestBot, method: string, updates: readonly object[]): Promise<void> {
  const waiting = shuffled([...updates, ...updates, ...updates]);
  const send = async (): Promise<void> => {
    for (let update = waiting.pop(); update !== undefined; update = waiting.pop()) {
      const { body } = await bot.call(method, update);
      expect(body).toEqual({ status: 'OK', mode: 'production' });
    }
  };
  await Promise.all(Array.from({ length: 24 }, send));
}

async function all(bot: TestBot, path: string): Promise<Record<string, string>[]> {
  const { body } = await bot.manage('GET', `${path}${path.includes('?') ? '&' : '?'}limit=1000`);
  return body.items;
}

const count = (items: readonly Record<string, string>[], name: string, value: string) =>
  items.filter((item) => item[name] === value).length;

describe('every update three times in random order by concurrent connections', () => {
  let bot: TestBot;

  it('counts once on Telegram: starts, blocks, returns, and the goals told of them', async () => {
    const advertised = await advertisedBot(server);
    bot = advertised;
    const code = await advertised.click();
    let id = 0;
    const block = (user: number, date: number, from: string, to: string) => {
      id += 1;
      const person = { id: user, is_bot: false, first_name: 'A' };
      const standing = (status: string) => ({ user: { id: 1, is_bot: true, first_name: 'B' }, status });
      return {
        update_id: id,
        my_chat_member: {
          chat: { id: user, type: 'private' },
          from: person,
          date,
          old_chat_member: standing(from),
          new_chat_member: standing(to),
        },
      };
    };
    const start = (user: number, date: number, value: string) => {
      id += 1;
      const update = startUpdate(id, user, value);
      return { ...update, message: { ...update.message, date } };
    };
    // A third stays, a third blocks the bot, a third comes back.
    const updates = Array.from({ length: people }, (_, index) => index + 1).flatMap((user) => [
      start(user, now, code),
      ...(user % 3 > 0 ? [block(user, now + 10, 'member', 'kicked')] : []),
      ...(user % 3 > 1 ? [block(user, now + 20, 'kicked', 'member'), start(user, now + 21, '')] : []),
    ]);
    await deliver(bot, 'on_telegram_webhook', updates);

    const events = await all(bot, '/events');
    expect([count(events, 'type', 'start'), count(events, 'type', 'stop'), count(events, 'type', 'resume')]).toEqual([
      people + people / 3,
      (2 * people) / 3,
      people / 3,
    ]);
    const subscribers = await all(bot, '/subscribers');
    expect(subscribers).toHaveLength(people);
    const left = await Promise.all(
      [3, 1, 2].map(async (user) => (await bot.call('get_user_info', { user_id: user })).body.data),
    );
    expect(left.map(({ left_date }) => left_date)).toEqual([0, now + 10, 0]);
    expect(left.map(({ first_join_date }) => first_join_date)).toEqual([now, now, now]);
    expect(left.map(({ invite_link }) => invite_link)).toEqual(['Яндекс.Директ', 'Яндекс.Директ', 'Яндекс.Директ']);
    expect(await all(bot, '/conversions')).toHaveLength(people);
    // Who comes back by a bare /start comes without the link.
    const [link] = await all(bot, '/links');
    expect(link).toMatchObject({ counts: { clicks: 1, starts: people } });
  });

  it('counts once on MAX', async () => {
    const max = await server.bot({ platform: 'max' });
    const update = (update_type: string, user_id: number, seconds: number) => ({
      update_type,
      timestamp: (now + seconds) * 1000,
      chat_id: user_id,
      user: { user_id, first_name: 'A', is_bot: false, last_activity_time: 1 },
    });
    const users = Array.from({ length: people }, (_, index) => index + 1);
    await deliver(
      max,
      'on_max_webhook',
      users.flatMap((user) => [
        update('bot_started', user, 0),
        ...(user % 2 === 0 ? [update('bot_stopped', user, 5)] : []),
      ]),
    );
    const events = await all(max, '/events');
    expect([count(events, 'type', 'start'), count(events, 'type', 'stop')]).toEqual([people, people / 2]);
  });

  it('counts once where a constructor tells one start by several ways', async () => {
    const own = await server.bot();
    const users = Array.from({ length: people }, (_, index) => index + 1);
    await deliver(
      own,
      'user_did_start_bot',
      users.flatMap((user) => [{ user_id: user, start_value: 'promo' }, { user_id: user }]),
    );
    const events = await all(own, '/events');
    expect(events).toHaveLength(people);
    expect(await all(own, '/subscribers')).toHaveLength(people);
  });

  beforeAll(() => {
    expect(people % 6).toBe(0);
  });
});
