import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { startYandexMetrica } from '../index.ts';

/**
 * `npm run demo`: everything in a temporary folder, and the main job played step by step on real parts: a click, the start that the
 * bot forwards, the subscriber with their source, the conversion that Yandex Metrica (a simulator) accepts and confirms.
 * `--once` ends after the last step.
 */
const token = 'demo-admin-token';
const main = join(import.meta.dirname, '../../../apps/server/src/main.ts');

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function demo(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'otkuda-demo-'));
  const metrica = await startYandexMetrica();
  metrica.addCounter({
    id: '2215573',
    login: 'owner',
    token: 'y0_DEMO',
    goals: ['bot_start', 'purchase'],
    knownIds: 'all',
  });
  const server = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      PORT: process.env.PORT ?? '0',
      DATA_DIR: directory,
      OTKUDA_ADMIN_TOKEN: token,
      YANDEX_METRICA_URL: metrica.url,
      OTKUDA_DELIVERY_FLUSH_SECONDS: '0',
      OTKUDA_DELIVERY_POLL_SECONDS: '0',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C reaches this process alone; it then ends the server in its own way.
    detached: true,
  });
  const ended = once(server, 'exit');
  const stopped = new Promise<void>((resolve) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
  });
  try {
    const url = await Promise.race([
      readyAt(server),
      ended.then(() => Promise.reject(new Error('the server did not start'))),
    ]);
    await play(url, metrica.url);
    if (!process.argv.includes('--once')) {
      say('\nAll of it keeps running; Ctrl-C ends it and removes the folder.');
      await Promise.race([stopped, ended]);
    }
  } finally {
    server.kill('SIGTERM');
    await ended;
    await metrica.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function readyAt(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /Otkuda is ready at (\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the server ended before it was ready');
}

interface Shown {
  readonly id: string;
  readonly key: string;
  readonly url: string;
  readonly items: ReadonlyArray<{ readonly state: string; readonly target: string; readonly response: string | null }>;
}

async function play(url: string, metricaUrl: string): Promise<void> {
  const manage = async (verb: string, path: string, body?: object): Promise<Shown> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: verb,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${verb} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Shown;
  };

  const project = await manage('POST', '/projects', {
    platform: 'telegram',
    kind: 'bot',
    title: 'Demo bot',
    username: 'demo_bot',
  });
  const key = await manage('POST', `/projects/${project.id}/keys`, {});
  const link = await manage('POST', `/projects/${project.id}/links`, { name: 'Яндекс.Директ', ad_system: 'yandex' });
  await manage('POST', `/projects/${project.id}/destinations`, {
    type: 'yandex_metrica',
    name: 'Метрика',
    settings: { counter_id: '2215573', oauth_token: 'y0_DEMO' },
    goals: { start: 'bot_start' },
  });
  say(`1. A project, a key, a tracking link and Yandex Metrica as a destination.\n   Link: ${link.url}`);

  const click = await fetch(`${link.url}?utm_source=yandex&utm_campaign=summer&yclid=14567890123456789`, {
    redirect: 'manual',
    headers: {
      'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1',
    },
  });
  const location = click.headers.get('location') ?? '';
  say(`2. Somebody clicks the ad and is sent on to the bot.\n   ${click.status} → ${location}`);

  const code = new URL(location).searchParams.get('start') ?? '';
  const started = await call(url, key.key, 'on_telegram_webhook', startUpdate(code));
  say(`3. The bot forwards Telegram's update of the start, as it came.\n   ${started}`);

  const info = await call(url, key.key, 'get_user_info', { user_id: '987654321' });
  say(`4. The subscriber has a source.\n   ${info}`);

  const conversion = await untilConfirmed(() => manage('GET', `/projects/${project.id}/conversions`));
  say(`5. Yandex Metrica accepted the conversion and confirmed it.\n   ${conversion}`);
  say(`
To look at (Authorization: Bearer ${token}):
   subscriber   ${url}/api/v1/projects/${project.id}/subscribers/987654321
   conversions  ${url}/api/v1/projects/${project.id}/conversions
   requests     ${url}/api/v1/projects/${project.id}/requests
   documents    ${url}/api/docs
   what Yandex Metrica took   ${metricaUrl}/__sim/yandex-metrica/events?counter=2215573
To send to: POST ${url}/v1/${key.key}/<method>`);
}

async function call(url: string, key: string, method: string, body: object): Promise<string> {
  const response = await fetch(`${url}/v1/${key}/${method}`, { method: 'POST', body: JSON.stringify(body) });
  return `${response.status} ${await response.text()}`;
}

async function untilConfirmed(list: () => Promise<Shown>): Promise<string> {
  for (let looks = 0; looks < 600; looks += 1) {
    const [conversion] = (await list()).items;
    if (conversion?.state === 'confirmed') return `${conversion.target}: ${conversion.state} (${conversion.response})`;
    await wait(50);
  }
  throw new Error('the conversion was not confirmed');
}

function startUpdate(code: string): object {
  const person = { id: 987654321, first_name: 'Вася', username: 'vasya' };
  return {
    update_id: 873215001,
    message: {
      message_id: 412,
      from: { ...person, is_bot: false, language_code: 'ru' },
      chat: { ...person, type: 'private' },
      date: Math.floor(Date.now() / 1000),
      text: `/start ${code}`,
      entities: [{ offset: 0, length: 6, type: 'bot_command' }],
    },
  };
}

await demo();
