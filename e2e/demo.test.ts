import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { root } from './server-process.ts';

it('npm run demo lets one in with the login it prints, shows the school first, and ends by Ctrl-C with nothing left', async () => {
  const before = await demoFolders();
  const child = spawn('npm', ['run', '--silent', 'demo', '--', '--days', '1'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, as a terminal gives a command one.
    detached: true,
  });
  const group = -(child.pid ?? 0);
  const ended = once(child, 'close');
  const said = new Map<string, string>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, value] = /^(The dashboard|E-mail|Password) +(\S+)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) said.set(name, value);
    if (name === 'Password') break;
  }
  try {
    const url = said.get('The dashboard') ?? '';
    const signedIn = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ email: said.get('E-mail'), password: said.get('Password') }),
    });
    expect(signedIn.status).toBe(201);
    const headers = {
      cookie: signedIn.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; '),
    };
    const projects = await (await fetch(`${url}/api/v1/projects`, { headers })).json();
    const titles = ['Английский с Анной', 'Английский с Анной · MAX', 'Клуб «Разговорный английский»', 'Demo bot'];
    expect(projects).toMatchObject({ items: titles.map((title) => ({ title })) });
  } finally {
    process.kill(group, 'SIGINT');
  }
  expect(await ended).toEqual([0, null]);
  expect(await demoFolders()).toEqual(before);
  expect(() => process.kill(group, 0)).toThrow('ESRCH');
});

it('npm run demo says in a line that its port is taken', async () => {
  const before = await demoFolders();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : '';
  const child = spawn('npm', ['run', '--silent', 'demo', '--', '--days', '1'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  other.close();
  expect([code, said]).toEqual([1, `listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`]);
  expect(await demoFolders()).toEqual(before);
});

it('npm run demo plays a past and the path to a confirmed conversion, shows the login last, and leaves nothing behind', async () => {
  const before = await demoFolders();
  const child = spawn('npm', ['run', '--silent', 'demo', '--', '--once', '--days', '3'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  expect(output).toMatch(/302 → https:\/\/t\.me\/demo_bot\?start=PJ[0-9a-f]{32}/);
  expect(output).toMatch(/"invite_link":"Яндекс.Директ"/);
  expect(output).toMatch(/bot_start: confirmed \(1 of 1 matched\)/);
  expect(output).toMatch(/VK Ads: startBot: accepted/);
  expect(output).toMatch(/Meta: Lead: accepted \(1 of 1 events received\)/);
  expect(output).toMatch(/Google: start: confirmed \(1 of 1 counted\)/);
  expect(output).toMatch(/Playing 3 days: \d{3,} clicks and \d{3,} calls of bots/);
  expect(output.trimEnd().split('\n').slice(-3)).toEqual([
    expect.stringMatching(/^The dashboard {3}http:\/\/127\.0\.0\.1:\d+$/),
    expect.stringMatching(/^E-mail +\S+@\S+$/),
    expect.stringMatching(/^Password +\S+$/),
  ]);
  expect(await demoFolders()).toEqual(before);
});

async function demoFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('otkuda-demo-'));
}
