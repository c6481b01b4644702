import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { findBinaries } from './binaries.ts';
import { chooseAccount } from './choose-account.ts';
import { freePort } from './free-port.ts';
import { launchPersistently } from './launch-persistently.ts';
import { layoutOf } from './layout.ts';
import { type LaunchRequest, launch, type Postmaster } from './postmaster.ts';
import { commandLineOf, parentOf, signal } from './processes.ts';
import { postmasterPid, query, startForTest, stoppedDirectory } from './testing/scratch.ts';
import { serve } from './testing/serving.ts';

async function readyToLaunch(): Promise<LaunchRequest> {
  const layout = layoutOf(await stoppedDirectory());
  const { directory, cluster } = layout;
  const log = () => undefined;
  const seat = await chooseAccount({ directory, cluster, binaries: await findBinaries(), log });
  return { layout, seat, settings: {}, log };
}

async function childNamed(parent: number, title: string): Promise<number> {
  for (const name of (await readdir('/proc')).filter((each) => /^\d+$/.test(each))) {
    const pid = Number(name);
    if ((await parentOf(pid)) === parent && (await commandLineOf(pid))?.startsWith(title)) return pid;
  }
  throw new Error(`${parent} has no child ${title}`);
}

function stopAfterTest(outcome: { kind: string } | Postmaster): Postmaster {
  if (!('pid' in outcome)) throw new Error(`PostgreSQL did not start: ${outcome.kind}`);
  onTestFinished(() => outcome.stop());
  return outcome;
}

it('takes another port where the chosen one is taken in between', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : 0;
  const ports = [taken];

  const request = { ...(await readyToLaunch()), choosePort: async () => ports.shift() ?? freePort() };
  const postmaster = stopAfterTest(await launchPersistently(request));

  expect(ports).toEqual([]);
  expect(postmaster.port).not.toBe(taken);
});

it('goes on when Ctrl-C reaches the server’s process group', async () => {
  const directory = await stoppedDirectory();
  const server = serve({ directory });
  const started = await server.next();

  process.kill(-server.pid, 'SIGINT');

  expect(await server.next()).toEqual({ kind: 'interrupted' });
  expect(started.kind === 'started' && (await query(started.url, 'SELECT 1 AS one'))).toEqual([{ one: 1 }]);
});

it('ends in order when it is stopped, as often as that is asked', async () => {
  const directory = await stoppedDirectory();
  const { stop, exited } = await startForTest({ directory });

  await Promise.all([stop(), stop()]);
  await stop();

  expect(await exited).toEqual({ code: 0, signal: null });
  expect(await readFile(layoutOf(directory).log, 'utf8')).toContain('database system is shut down');
});

it('tells when PostgreSQL ends by itself', async () => {
  const directory = await stoppedDirectory();
  const { exited, stop } = await startForTest({ directory });

  process.kill(await postmasterPid(directory), 'SIGKILL');

  expect(await exited).toEqual({ code: null, signal: 'SIGKILL' });
  await stop();
});

if (process.platform === 'linux') {
  it('is ended at once where it does not end in order in time', async () => {
    const request = await readyToLaunch();
    const postmaster = stopAfterTest(await launch(request));
    const checkpointer = await childNamed(postmaster.pid, 'postgres: checkpointer');
    // It cannot write the last checkpoint, for which an orderly end waits without limit.
    signal(checkpointer, 'SIGSTOP');
    onTestFinished(() => signal(checkpointer, 'SIGKILL'));

    await postmaster.stop(100);

    expect(await readFile(request.layout.log, 'utf8')).toContain('received immediate shutdown request');
    await postmaster.exited;
  });

  it('knows nothing of the server’s environment', async () => {
    const directory = await stoppedDirectory();
    await startForTest({ directory });

    const environment = await readFile(`/proc/${await postmasterPid(directory)}/environ`, 'utf8');

    const names = environment.split('\0').flatMap((entry) => entry.split('=')[0] || []);
    expect(names.sort()).toEqual(['LANG', 'LC_ALL', 'PATH', 'TZ']);
  });
}
