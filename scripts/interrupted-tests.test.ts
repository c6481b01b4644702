import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '..');

/** A run of the tests, with one test that never ends, as a process that writes into a folder of its own. */
async function hangingRun() {
  const folder = await mkdtemp(join(tmpdir(), 'otkuda-interrupted-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(
    join(folder, 'hangs.ts'),
    "it('hangs', () => { console.log('it hangs'); return new Promise(() => {}); });",
  );
  const options = {
    ...{
      config: false,
      root,
      dir: folder,
      include: ['**/hangs.ts'],
      globals: true,
      watch: false,
      reporters: ['verbose'],
    },
    globalSetup: [join(root, 'apps/server/src/testing/global-setup.ts')],
  };
  const program = `import { startVitest } from 'vitest/node'; await startVitest('test', [], ${JSON.stringify(options)});`;
  const run = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(run, 'exit');
  onTestFinished(() => void run.kill('SIGKILL'));
  let said = '';
  run.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await expect.poll(() => said).toContain('it hangs');
  const left = async () => (await readdir(folder)).filter((name) => name.startsWith('otkuda-'));
  return { run, ended, folder, left };
}

it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'a run of the tests that gets a %s takes its database and its folder along',
  async (signal) => {
    const { run, ended, folder, left } = await hangingRun();
    const [own = ''] = await left();
    const pid = Number(
      (await readFile(join(folder, own, 'postgres/instance/cluster/postmaster.pid'), 'utf8')).split('\n')[0],
    );
    expect(isThere(pid)).toBe(true);
    run.kill(signal);
    await ended;
    await expect.poll(left).toEqual([]);
    await expect.poll(() => isThere(pid)).toBe(false);
  },
);

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
