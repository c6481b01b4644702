import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { LaunchOptions } from 'playwright-core';

/** How to start the browser of this run. */
export type BrowserLaunch = Pick<LaunchOptions, 'executablePath' | 'channel' | 'env'>;

/**
 * The Chromium inside the npm package, so that the tests need nothing but npm. It is unpacked once a run, by the first test file that
 * wants it, into the run's folder. The package has it for Linux on x64 only: elsewhere `OTKUDA_TEST_CHROMIUM` names the program of an
 * installed one, or Chrome is looked for where it is usually installed.
 */
export async function browserLaunch(runDirectory: string): Promise<BrowserLaunch> {
  const given = process.env.OTKUDA_TEST_CHROMIUM;
  if (given !== undefined) return { executablePath: given };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { channel: 'chrome' };
  const folder = join(runDirectory, 'chromium');
  const ready = join(folder, 'ready');
  const first = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (first) await unpack(folder, ready);
  else await awaitFile(ready);
  return { executablePath: join(folder, 'chromium'), env: environment(folder) };
}

async function unpack(folder: string, ready: string): Promise<void> {
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'unpack-chromium.ts')], {
    env: { PATH: process.env.PATH, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  });
  await writeFile(ready, '');
}

/** Another test file is unpacking; where that fails, its own test says so, and this one ends by its hook's time. */
async function awaitFile(path: string): Promise<void> {
  for (;;) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await delay(50);
  }
}

/** Nothing of the machine: neither its libraries, nor its fonts, nor the home of whoever runs the tests. */
function environment(folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TMPDIR: folder,
    LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
    FONTCONFIG_PATH: join(folder, 'fonts'),
    FONTCONFIG_FILE: join(folder, 'fonts', 'fonts.conf'),
  };
}
