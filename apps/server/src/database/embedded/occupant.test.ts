import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { ownPort } from '../../testing/own-port.ts';
import { commandAs } from './account.ts';
import { findBinaries } from './binaries.ts';
import { chooseAccount } from './choose-account.ts';
import { startEmbeddedPostgres } from './index.ts';
import { layoutOf } from './layout.ts';
import { readPostmasterPidFile } from './postmaster-pid-file.ts';
import { startTimeOf } from './processes.ts';
import { childOptions } from './run-program.ts';
import { postmasterPid, query, scratchDirectory, startForTest, stoppedDirectory, until } from './testing/scratch.ts';
import { serve } from './testing/serving.ts';

const log = () => undefined;

it('refuses a directory that another server uses, and names the server', async () => {
  const directory = await scratchDirectory();
  const owner = serve({ directory });
  const started = await owner.next();

  await expect(startEmbeddedPostgres({ directory, log })).rejects.toMatchObject({
    code: 'in_use',
    message: expect.stringContaining(
      `The database in ${directory} is in use by the Otkuda server with process id ${owner.pid}`,
    ),
  });
  expect(started.kind === 'started' && (await query(started.url, 'SELECT 1 AS one'))).toEqual([{ one: 1 }]);
});

it.for(['first', 'later'])('lets one of several have the directory at a %s start', async (which) => {
  const directory = which === 'first' ? await scratchDirectory() : await stoppedDirectory();

  const servers = Array.from({ length: 3 }, () => serve({ directory }));
  const answers = await Promise.all(servers.map((server) => server.next()));

  const winners = answers.flatMap((answer) => (answer.kind === 'started' ? [answer.url] : []));
  const losers = answers.flatMap((answer) => (answer.kind === 'failed' ? [answer.code] : []));
  expect(losers).toEqual(['in_use', 'in_use']);
  expect(await query(winners[0] ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

it('refuses a second start in the same process', async () => {
  const directory = await stoppedDirectory();
  await startForTest({ directory });

  await expect(startEmbeddedPostgres({ directory, log })).rejects.toMatchObject({
    code: 'in_use',
    message: expect.stringContaining(String(process.pid)),
  });
});

it('stops the PostgreSQL of a killed server and starts its own with all that was committed', async () => {
  const directory = await stoppedDirectory();
  const owner = serve({ directory });
  const started = await owner.next();
  if (started.kind !== 'started') throw new Error('It did not start');
  await query(started.url, 'CREATE TABLE kept AS SELECT 1 AS one');
  await owner.kill();
  const orphan = await postmasterPid(directory);
  expect(await startTimeOf(orphan)).toBeDefined();

  const { url, said } = await startForTest({ directory });

  expect(said[0]).toEqual({
    message: 'Stopping the PostgreSQL that a killed server has left',
    details: { pid: orphan },
  });
  expect(await startTimeOf(orphan)).toBeUndefined();
  expect(await query(url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
});

it('ends what is left of a PostgreSQL that was killed in the middle of a query', async () => {
  const directory = await stoppedDirectory();
  const first = await startForTest({ directory });
  const client = new Client({ connectionString: first.url });
  client.on('error', () => undefined);
  await client.connect();
  const backend = Number((await client.query('SELECT pg_backend_pid() AS pid')).rows[0]?.pid);
  // It never waits, so it does not notice by itself that its main process is gone.
  const endless = client.query('DO $$ BEGIN LOOP END LOOP; END $$').catch(() => undefined);
  await until(async () => {
    const rows = await query(first.url, `SELECT 1 FROM pg_stat_activity WHERE pid = ${backend} AND state = 'active'`);
    return rows.length === 1;
  });
  process.kill(await postmasterPid(directory), 'SIGKILL');
  expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await startTimeOf(backend)).toBeDefined();

  const second = await startForTest({ directory });

  expect(await startTimeOf(backend)).toBeUndefined();
  expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await endless;
});

it('is not stopped by the id of a dead PostgreSQL that another process has got', async () => {
  const directory = await stoppedDirectory();
  const other = spawn('sleep', ['1000']);
  onTestFinished(() => {
    other.kill('SIGKILL');
  });
  const { cluster } = layoutOf(directory);
  await writeFile(join(cluster, 'postmaster.pid'), `${other.pid}\n${cluster}\n1700000000\n5432\n\n127.0.0.1\n`);

  await startForTest({ directory });

  expect(await postmasterPid(directory)).not.toBe(other.pid);
  expect(other.exitCode).toBeNull();
});

it.for(['', '4194304\n'])('is not stopped by the postmaster.pid of a crash (%j)', async (content) => {
  const directory = await stoppedDirectory();
  await writeFile(join(layoutOf(directory).cluster, 'postmaster.pid'), content);

  await expect(startForTest({ directory })).resolves.toMatchObject({ url: expect.any(String) });
});

it('does not stop a PostgreSQL that somebody else started on the directory', async () => {
  const directory = await stoppedDirectory();
  const { cluster } = layoutOf(directory);
  const binaries = await findBinaries();
  const seat = await chooseAccount({ directory, cluster, binaries, log });
  const place = ['listen_addresses=127.0.0.1', `port=${await ownPort()}`, 'unix_socket_directories='];
  const args = ['-D', cluster, ...place.flatMap((setting) => ['-c', setting])];
  const command = commandAs(seat.account, join(seat.bin, 'postgres'), args);
  const other = spawn(command.file, command.args, { ...childOptions(command), stdio: 'ignore' });
  onTestFinished(async () => {
    if (other.kill('SIGQUIT')) await once(other, 'exit');
  });
  await until(async () => (await readPostmasterPidFile(cluster))?.ready === true);

  await expect(startEmbeddedPostgres({ directory, log })).rejects.toMatchObject({
    code: 'in_use',
    message: expect.stringContaining(`a PostgreSQL that Otkuda did not start (PostgreSQL has process id ${other.pid})`),
  });
  expect(other.exitCode).toBeNull();
});
