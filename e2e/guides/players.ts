import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Bot as MaxBot } from '@maxhub/max-bot-api';
import { startMax, startTelegram } from '@otkuda/simulators';
import { Bot } from 'grammy';
import { expect, onTestFinished } from 'vitest';
import { adminToken } from '../../apps/server/src/testing/test-server.ts';
import { anna, insideQuotes, post, type Stage } from './stage.ts';

/** Each plays its constructor: what it sends when somebody starts the bot, blocks it, reaches the goal. */
export const players: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  async salebot({ send, start }) {
    await send('on_telegram_webhook', { '#{tg_request}': insideQuotes(start()) });
    // The same as SaleBot may write it, its quotes not escaped: one start, not two.
    await send('on_telegram_webhook', { '#{tg_request}': JSON.stringify(start()) });
    await send('send_reach_goal', { '#{platform_id}': String(anna.id) });
    await send('my_bot_was_stopped', { '#{platform_id}': String(anna.id) });
  },
  async bothelp({ send }) {
    await send('my_bothelp_was_started');
    await send('send_reach_goal', { '{%user_id%}': String(anna.id) });
  },
  async winwin({ mine, guide, send }) {
    // The interface tries the address out when it is saved.
    await post(mine(guide.addresses[0] ?? ''), '');
    await send('win_win_was_started');
  },
  async sambot({ guide, mine, start, block }) {
    const [call] = guide.calls;
    for (const update of [start(), block()]) {
      const body = { ...(JSON.parse(call?.body ?? '{}') as object), webhook: update };
      await post(mine(call?.address ?? ''), JSON.stringify(body));
      await post(mine(call?.address ?? ''), JSON.stringify({ ...body, webhook: JSON.stringify(update) }));
    }
  },
  async sendpulse({ guide, mine, send, code }) {
    await send('on_send_pulse_event');
    const [start] = JSON.parse(mine(guide.calls[0]?.body ?? '[]')) as [Record<string, unknown>];
    const stop = { ...start, title: 'bot_block', date: Date.now() };
    await post(mine(guide.calls[0]?.address ?? ''), JSON.stringify([stop]));
    await send('user_did_start_bot', { '{{telegram_id}}': '5', '{{name}}': 'Boris', '{{start}}': code });
  },
  async toolsy({ guide, mine, send, bot }) {
    const settings = guide.programs.find(({ language }) => language === 'sh')?.code ?? '';
    const [, verb = '', body = '', url = ''] = /-X (\w+) .*-d '(.+)' '(\S+)'/.exec(mine(settings)) ?? [];
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
    expect((await fetch(url, { method: verb, headers, body })).status).toBe(200);
    await send('on_toolsy_event', {}, 0);
    await send('on_toolsy_event', {}, 1);
    // The goal has the name that the project was told.
    await expect
      .poll(async () => (await bot.manage('GET', '/events')).body.items)
      .toContainEqual(expect.objectContaining({ type: 'toolsy_payment_created', target: 'purchase' }));
  },
  async n8n({ send, start, block }) {
    await send('on_telegram_webhook', { '{{ $json }}': JSON.stringify(start()) });
    await send('on_telegram_webhook', { '{{ $json }}': JSON.stringify([block()]) });
  },
  async 'own-bot'({ guide, mine, send, start, block }) {
    const telegram = await startTelegram();
    onTestFinished(() => telegram.close());
    telegram.addBot('110201543:TEST', 'my_bot');
    const bot = new Bot('110201543:TEST', { client: { apiRoot: telegram.url } });
    await bot.init();
    await run(mine(programOf(guide, 'js')), bot);
    onTestFinished(() => bot.stop());
    await bot.handleUpdate(start() as never);
    await bot.handleUpdate(block() as never);
    await send('send_reach_goal');
  },
  async 'max-bot'({ guide, mine, code }) {
    const max = await startMax();
    onTestFinished(() => max.close());
    max.addBot('max-token', 'id7_bot');
    const bot = new MaxBot('max-token', { clientOptions: { baseUrl: max.url } });
    await run(mine(programOf(guide, 'js')), bot);
    const web = createServer(bot.webhookCallback({ domain: 'bot.example', path: '/hook' }));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void web.close());
    const user = { user_id: anna.id, first_name: 'Anna', username: 'anna', is_bot: false, last_activity_time: 1 };
    const tell = (update_type: string, more: object) =>
      fetch(`http://127.0.0.1:${(web.address() as AddressInfo).port}/hook`, {
        method: 'POST',
        body: JSON.stringify({ update_type, timestamp: Date.now(), chat_id: anna.id, user, ...more }),
      });
    await tell('bot_started', { payload: code });
    await tell('bot_stopped', {});
  },
  async smartsender({ send }) {
    await send('my_bot_was_started');
  },
  async wabot({ send, code }) {
    const variables = { '{{user_id}}': String(anna.id), '{{first_name}}': 'Anna', '{{username}}': 'anna' };
    await send('user_did_start_bot', { ...variables, '{{start}}': code });
    await send('send_reach_goal', variables);
  },
};

function programOf(guide: Stage['guide'], language: string): string {
  return guide.programs.find((program) => program.language === language)?.code ?? '';
}

/** Runs the program of a guide as it stands there, as a module of its own. */
async function run(code: string, bot: unknown): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'otkuda-guide-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'bot.mjs');
  await writeFile(file, `export function setUp(bot) {\n${code}}\n`);
  const program = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { setUp(bot: unknown): void };
  program.setUp(bot);
}
