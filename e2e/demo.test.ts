import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { root } from './server-process.ts';

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
