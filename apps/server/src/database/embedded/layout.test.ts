import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startEmbeddedPostgres } from './index.ts';
import { scratchDirectory, startForTest, stoppedDirectory } from './testing/scratch.ts';

const log = () => undefined;

it('leaves a directory alone that holds something else', async () => {
  const directory = await scratchDirectory();
  await writeFile(join(directory, 'PG_VERSION'), '16\n');

  const started = startEmbeddedPostgres({ directory, log });

  await expect(started).rejects.toMatchObject({ code: 'foreign', message: expect.stringContaining(directory) });
  expect(await readdir(directory)).toEqual(['PG_VERSION']);
});

it('leaves an instance alone that has no mark of ours', async () => {
  const directory = await scratchDirectory();
  await mkdir(join(directory, 'instance'));

  const started = startEmbeddedPostgres({ directory, log });

  await expect(started).rejects.toMatchObject({ code: 'foreign', message: expect.stringContaining('instance/OTKUDA') });
  expect(await readdir(directory)).toEqual(['instance']);
});

it('does not take a file for a directory', async () => {
  const directory = join(await scratchDirectory(), 'file');
  await writeFile(directory, 'text');

  await expect(startEmbeddedPostgres({ directory, log })).rejects.toMatchObject({ code: 'foreign' });
});

it('begins in a volume that was just made', async () => {
  const directory = await scratchDirectory();
  await mkdir(join(directory, 'lost+found'));

  await expect(startForTest({ directory })).resolves.toMatchObject({ url: expect.any(String) });
});

it.for([
  { file: 'cluster/PG_VERSION', content: undefined, says: 'PG_VERSION is missing' },
  { file: 'cluster/PG_VERSION', content: '12\n', says: 'it was written by PostgreSQL 12 and this server carries' },
  { file: 'cluster/global/pg_control', content: undefined, says: 'pg_control is missing' },
  { file: 'cluster/global/pg_control', content: '\0'.repeat(8192), says: 'PG_CONTROL_VERSION' },
  { file: 'password', content: undefined, says: 'instance/password is missing' },
  { file: 'password', content: 'another', says: 'instance/password is not the password of this database' },
])('says what is damaged and changes nothing ($file: $says)', async ({ file, content, says }) => {
  const directory = await stoppedDirectory();
  const path = join(directory, 'instance', file);
  if (content === undefined) await rm(path);
  else await writeFile(path, content);

  const started = startEmbeddedPostgres({ directory, log });

  await expect(started).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining(says) });
  if (content !== undefined) expect(await readFile(path, 'utf8')).toBe(content);
});

it('gives the reason in PostgreSQL’s words where its log of changes is lost', async () => {
  const directory = await stoppedDirectory();
  const wal = join(directory, 'instance', 'cluster', 'pg_wal');
  for (const name of await readdir(wal)) if (/^[0-9A-F]{24}$/.test(name)) await rm(join(wal, name));

  const started = startEmbeddedPostgres({ directory, log });

  await expect(started).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('PANIC') });
});

it('closes a database that came with modes open to others, as from a volume', async () => {
  const directory = await stoppedDirectory();
  await chmod(join(directory, 'instance', 'cluster'), 0o2770);

  await expect(startForTest({ directory })).resolves.toMatchObject({ url: expect.any(String) });
});

it('can be moved as a whole', async () => {
  const directory = await stoppedDirectory();
  const elsewhere = join(await scratchDirectory(), 'a name with spaces');
  await cp(directory, elsewhere, { recursive: true });

  await expect(startForTest({ directory: elsewhere })).resolves.toMatchObject({ url: expect.any(String) });
});
