import { expect } from 'vitest';
import { startUpdate } from '../../apps/server/src/testing/advertised-bot.ts';
import type { TestBot, TestServer } from '../../apps/server/src/testing/test-server.ts';
import type { Guide, Language } from './read-guide.ts';

/** The person of all guides. */
export const anna = { id: 987654321, is_bot: false, first_name: 'Anna', username: 'anna' } as const;
const linkNames: Readonly<Record<Language, string>> = { ru: 'Яндекс.Директ', en: 'Yandex Direct' };
/** The start code that the examples show. */
const shownCode = 'PJ0198f1c27a3b7c4d8e5f6a7b8c9d0e1f';
const visitor = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1';

/** Somebody who has a server, a project and a key, and follows a guide to the letter. */
export interface Stage {
  readonly bot: TestBot;
  readonly guide: Guide;
  /** The code of a click on the tracking link of a moment ago. */
  readonly code: string;
  /** A text of the guide with the reader's own server and key in it. */
  mine(text: string): string;
  /** Makes the n-th call that the guide shows for a method, as the constructor does: with its variables filled in. */
  send(method: string, variables?: Readonly<Record<string, string>>, index?: number): Promise<void>;
  start(): object;
  block(): object;
  headlines(): Promise<string[]>;
}

export async function setStage(
  server: TestServer,
  { guide, language, platform }: { guide: Guide; language: Language; platform: 'telegram' | 'max' },
): Promise<Stage> {
  const bot = await server.bot({ platform });
  const link = await bot.manage('POST', '/links', { name: linkNames[language], ad_system: 'yandex' });
  const click = await fetch(link.body.url, { redirect: 'manual', headers: { 'user-agent': visitor } });
  const code = new URL(click.headers.get('location') ?? '').searchParams.get('start') ?? '';
  const mine = (text: string): string =>
    text
      .replaceAll('https://HOST', server.url)
      .replaceAll('/KEY/', `/${bot.key}/`)
      .replaceAll('/ID', `/${bot.projectId}`)
      .replaceAll(shownCode, code);
  return {
    bot,
    guide,
    code,
    mine,
    async send(method, variables = {}, index = 0) {
      const call = guide.calls.filter(({ address }) => address.endsWith(`/${method}`))[index];
      if (call === undefined) throw new Error(`the guide shows no call ${index + 1} of ${method}`);
      const body = Object.entries(variables).reduce(
        (text, [name, value]) => text.replaceAll(name, () => value),
        mine(call.body),
      );
      await post(mine(call.address), body);
    },
    start: () => startUpdate(1, anna.id, code, anna),
    block: () => blockUpdate(2),
    async headlines() {
      const response = await fetch(`${server.url}/last_events/requests`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key: bot.key, language }),
      });
      const { requests } = (await response.json()) as { requests: { headline: string }[] };
      return requests.map(({ headline }) => headline.replaceAll('\u00a0', ' '));
    },
  };
}

export async function post(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(await response.json()).toMatchObject({ status: 'OK' });
}

function blockUpdate(updateId: number): object {
  const standing = (status: string) => ({ user: { id: 1, is_bot: true, first_name: 'My Bot' }, status });
  return {
    update_id: updateId,
    my_chat_member: {
      chat: { id: anna.id, type: 'private' },
      from: anna,
      date: Math.floor(Date.now() / 1000),
      old_chat_member: standing('member'),
      new_chat_member: standing('kicked'),
    },
  };
}

/** What stands between the quotes where a constructor puts JSON into a text. */
export function insideQuotes(value: object): string {
  return JSON.stringify(JSON.stringify(value)).slice(1, -1);
}
