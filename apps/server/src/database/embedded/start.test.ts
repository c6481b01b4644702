import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from './index.ts';
import { findDebianBinaries } from './testing/debian-binaries.ts';
import { query, scratchDirectory, startForTest, stoppedDirectory } from './testing/scratch.ts';

const debian = findDebianBinaries();
const versions = [
  { version: 18, options: {}, missing: false },
  { version: 15, options: debian === undefined ? {} : { binaries: debian }, missing: debian === undefined },
];

describe.for(versions)('PostgreSQL $version', ({ version, options, missing }) => {
  it.skipIf(missing)('creates the database the first time and finds it again the next', async () => {
    const directory = join(await scratchDirectory(), 'postgres');

    const first = await startForTest({ directory, ...options });
    await query(first.url, `CREATE TABLE kept AS SELECT 'Привет' AS text`);
    await first.stop();
    const second = await startForTest({ directory, ...options });

    expect(first.url).toMatch(/^postgres:\/\/otkuda:[\w-]{32}@127\.0\.0\.1:\d+\/otkuda$/);
    expect(await query(second.url, 'SELECT text FROM kept')).toEqual([{ text: 'Привет' }]);
  });

  it.skipIf(missing)('creates it in UTF-8 with durable settings', async () => {
    const { url } = await startForTest({ directory: await scratchDirectory(), ...options });

    const [row] = await query(
      url,
      `SELECT lower('ЖЁ') AS lower, current_user AS user, current_database() AS database,
         current_setting('server_version_num')::int / 10000 AS version, current_setting('server_encoding') AS encoding,
         current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit,
         current_setting('full_page_writes') AS full_page_writes, current_setting('data_checksums') AS data_checksums,
         current_setting('timezone') AS timezone`,
    );

    const names = { user: 'otkuda', database: 'otkuda', encoding: 'UTF8', timezone: 'UTC' };
    const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', data_checksums: 'on' };
    expect(row).toEqual({ lower: 'жё', version, ...names, ...durable });
  });
});

it('takes sorting and case from PostgreSQL, not from the machine', async () => {
  const { url } = await startForTest({ directory: await scratchDirectory() });

  const rows = await query(url, 'SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()');

  expect(rows).toEqual([{ datlocprovider: 'b', datlocale: 'C.UTF-8' }]);
});

it('lets nobody in without the password, which only its owner can read', async () => {
  const directory = await scratchDirectory();
  const { url } = await startForTest({ directory });
  const guess = new URL(url);
  guess.password = 'guess';

  await expect(query(guess.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  const [row] = await query(url, `SELECT rolpassword LIKE 'SCRAM-SHA-256$%' AS scram FROM pg_authid WHERE rolcanlogin`);
  expect(row).toEqual({ scram: true });
  expect((await stat(join(directory, 'instance', 'password'))).mode & 0o777).toBe(0o600);
});

it('is reached by the local address alone', async () => {
  const { url } = await startForTest({ directory: await stoppedDirectory() });

  const [row] = await query(
    url,
    `SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets`,
  );

  expect(row).toEqual({ addresses: '127.0.0.1', sockets: '' });
});

it('lets settings be overridden', async () => {
  const settings = { fsync: 'off', work_mem: '8MB' };
  const { url } = await startForTest({ directory: await stoppedDirectory(), settings });

  const rows = await query(url, `SELECT current_setting('fsync') AS fsync, current_setting('work_mem') AS work_mem`);

  expect(rows).toEqual([{ fsync: 'off', work_mem: '8MB' }]);
});

it('creates its database where a first start was cut off before that', async () => {
  const directory = await stoppedDirectory();
  const first = await startForTest({ directory });
  const maintenance = new URL(first.url);
  maintenance.pathname = '/postgres';
  await query(maintenance.href, 'DROP DATABASE otkuda');
  await first.stop();

  const second = await startForTest({ directory });

  expect(await query(second.url, 'SELECT current_database() AS name')).toEqual([{ name: 'otkuda' }]);
});

it('leaves nothing but the instance and the log', async () => {
  const directory = await scratchDirectory();
  const { stop } = await startForTest({ directory });
  await stop();

  expect((await readdir(directory)).filter((name) => !name.startsWith('binaries-'))).toEqual([
    'instance',
    'postgres.log',
  ]);
  expect((await readdir(join(directory, 'instance'))).sort()).toEqual(['OTKUDA', 'cluster', 'password']);
});

it('says what is wrong where the programs do not run', async () => {
  const directory = await scratchDirectory();

  const started = startEmbeddedPostgres({ directory, binaries: '/nowhere', log: () => undefined });

  await expect(started).rejects.toMatchObject({
    code: 'no_binaries',
    message: expect.stringMatching(/^\/nowhere\/postgres does not run on this machine: .*DATABASE_URL/),
  });
});

it('gives the reason where PostgreSQL refuses a setting', async () => {
  const directory = await stoppedDirectory();

  const started = startEmbeddedPostgres({ directory, settings: { work_mem: 'much' }, log: () => undefined });

  await expect(started).rejects.toMatchObject({
    code: 'failed',
    message: expect.stringContaining('invalid value for parameter "work_mem": "much"'),
  });
});
