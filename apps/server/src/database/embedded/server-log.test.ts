import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { explainRefusal, openServerLog, readServerLog } from './server-log.ts';
import { scratchDirectory } from './testing/scratch.ts';

const MEBIBYTE = 1024 * 1024;

it('appends to the log and reads only what is new', async () => {
  const path = join(await scratchDirectory(), 'postgres.log');
  await writeFile(path, 'yesterday\n');

  const { handle, startBytes } = await openServerLog(path, { kind: 'direct' });
  await handle.write('today\n');
  await handle.close();

  expect(await readServerLog(path, startBytes)).toBe('today\n');
  expect(await readFile(path, 'utf8')).toBe('yesterday\ntoday\n');
});

it('lets nobody else read it', async () => {
  const path = join(await scratchDirectory(), 'postgres.log');
  await (await openServerLog(path, { kind: 'direct' })).handle.close();

  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('begins a new one where it has grown beyond 10 MB, and keeps the previous', async () => {
  const directory = await scratchDirectory();
  const path = join(directory, 'postgres.log');
  await writeFile(path, Buffer.alloc(10 * MEBIBYTE + 1));

  const { handle, startBytes } = await openServerLog(path, { kind: 'direct' });
  await handle.close();

  expect(startBytes).toBe(0);
  expect(await readdir(directory)).toEqual(['postgres.log', 'postgres.previous.log']);
  expect((await stat(join(directory, 'postgres.previous.log'))).size).toBe(10 * MEBIBYTE + 1);
});

it.for([
  [
    '2026-01-01 00:00:00 UTC [7] 00000 LOG:  could not bind IPv4 address "127.0.0.1": Address already in use',
    'port_taken',
  ],
  ['2026-01-01 00:00:00 UTC [7] F0001 FATAL:  lock file "postmaster.pid" already exists', 'occupied'],
  ['2026-01-01 00:00:00 UTC [7] F0001 FATAL:  lock file "postmaster.pid" is empty', 'occupied'],
  [
    '2026-01-01 00:00:00 UTC [7] F0001 FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use',
    'memory_in_use',
  ],
  ['2026-01-01 00:00:00 UTC [7] XX001 FATAL:  could not read block 0', 'damaged'],
  ['2026-01-01 00:00:00 UTC [7] 53100 FATAL:  could not write lock file "postmaster.pid": No space left', 'failed'],
  [
    '2026-01-01 00:00:00 UTC [7] 53100 PANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device',
    'failed',
  ],
])('understands %j', ([line, kind]) => {
  expect(explainRefusal(`${line}\n`).kind).toBe(kind);
});

it('gives the last lines as the reason', () => {
  const text = `${Array.from({ length: 9 }, (_, index) => `line ${index}`).join('\n')}\n`;

  expect(explainRefusal(text)).toEqual({ kind: 'failed', reason: 'line 3\nline 4\nline 5\nline 6\nline 7\nline 8' });
  expect(explainRefusal('')).toEqual({ kind: 'failed', reason: 'it said nothing' });
});
