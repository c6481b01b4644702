import { type Receiver, startReceiver } from '@otkuda/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { type TestServer, useServer } from '../testing/test-server.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  receiver.addClick('c1');
});
afterAll(() => receiver.close());

/** A click with a tracker's id, the start it led to, and what became of the postback. */
async function startTold(server: TestServer) {
  const bot = await server.bot();
  const url = `${receiver.trackerUrl}?subid={click_id}&status={status}&tid={conversion_id}&utm={utm_source}`;
  const made = await bot.manage('POST', '/destinations', {
    type: 'postback',
    name: 'Tracker',
    settings: { url },
    goals: { start: 'start' },
  });
  const link = await bot.manage('POST', '/links', { name: 'Ad', target: 'https://t.me/my_bot' });
  const clicked = await fetch(`${link.body.url}?subid=c1&utm_source=a%26b`, {
    redirect: 'manual',
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36' },
  });
  const code = new URL(clicked.headers.get('location') ?? '').searchParams.get('start');
  await bot.call('user_did_start_bot', { user_id: '7', first_name: 'A', start_value: code });
  const destination = async () => (await bot.manage('GET', `/destinations/${made.body.id}`)).body;
  const conversion = async () => (await bot.manage('GET', '/conversions')).body.items[0];
  return { destination, conversion };
}

describe('a server as it is', () => {
  const server = useServer(useDatabase());

  it('calls no private address, and says so to the owner', async () => {
    const { destination, conversion } = await startTold(server);
    await expect.poll(async () => (await destination()).reason).toBe('address_not_public');
    expect(await conversion()).toMatchObject({ state: 'pending', cause: 'start' });
    expect(receiver.requests()).toEqual([]);
  });
});

describe('a server whose operator allows private targets', () => {
  const server = useServer(useDatabase(), { OTKUDA_ALLOW_PRIVATE_TARGETS: 'on' });

  it('tells the tracker of the start, with its own click id', async () => {
    const { conversion } = await startTold(server);
    await expect.poll(async () => (await conversion()).state).toBe('accepted');
    expect(receiver.events()).toMatchObject([{ arrivals: 1, fields: { subid: 'c1', status: 'lead', utm: 'a&b' } }]);
  });
});
