import { chmod, chown, cp, lstat, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBinaries } from './binaries.ts';
import { startEmbeddedPostgres } from './index.ts';
import { probeAccount } from './probe-account.ts';
import { IS_ROOT, postmasterPid, query, scratchDirectory, startForTest } from './testing/scratch.ts';
import { serve } from './testing/serving.ts';

const NOBODY = 65_534;
const log = () => undefined;

/** The user the process is outside of any namespace. */
async function uidOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^Uid:\t(\d+)/m.exec(status)?.[1]);
}

const program = join((await findBinaries()).bin, 'postgres');
const namespaces = await probeAccount({ kind: 'namespace', uid: 1 }, { directory: '/', program, named: false });
const repository = await probeAccount(
  { kind: 'uid', uid: NOBODY, gid: NOBODY },
  { directory: import.meta.dirname, program: process.execPath, named: false },
);

// What a system does not allow is not there to be tested: an ordinary user cannot become another one.
if (!IS_ROOT) {
  it('runs as the user the server runs as', async () => {
    const directory = await scratchDirectory();
    const { said } = await startForTest({ directory });

    expect(said.at(-1)?.details).toMatchObject({ runAs: 'direct' });
    expect(await uidOf(await postmasterPid(directory))).toBe(process.getuid?.());
  });
}

if (IS_ROOT && repository.kind === 'works') {
  it('runs as the user the server runs as', async () => {
    const directory = await scratchDirectory();
    await chown(directory, NOBODY, NOBODY);
    const started = await serve({ directory }, NOBODY).next();

    expect(started).toMatchObject({ kind: 'started' });
    expect(await uidOf(await postmasterPid(directory))).toBe(NOBODY);
  });

  it('tells an ordinary user whose the database is', async () => {
    const directory = await scratchDirectory();
    await chown(directory, 1, 1);
    await (await startForTest({ directory, runAs: 'uid' })).stop();
    await chmod(directory, 0o755);
    await chmod(join(directory, 'instance', 'cluster'), 0o755);

    const answer = await serve({ directory }, NOBODY).next();

    expect(answer).toMatchObject({
      kind: 'failed',
      code: 'failed',
      message: expect.stringContaining('The server runs as user id 65534: is it its owner?'),
    });
  });
}

if (IS_ROOT) {
  it('refuses to run as root itself', async () => {
    const started = startEmbeddedPostgres({ directory: await scratchDirectory(), runAs: 'direct', log });

    await expect(started).rejects.toMatchObject({ code: 'root' });
  });
}

if (IS_ROOT && namespaces.kind === 'works') {
  describe('in a user namespace', () => {
    it('works where only root may enter, and its files stay root’s', async () => {
      const scratch = await scratchDirectory();
      await chmod(scratch, 0o700);
      const directory = join(scratch, 'postgres');
      const first = await startForTest({ directory });
      await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
      await first.stop();
      expect(await first.exited).toEqual({ code: 0, signal: null });
      const second = await startForTest({ directory, runAs: 'namespace' });

      expect(first.said.at(-1)?.details).toMatchObject({ runAs: 'namespace' });
      expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
      expect((await stat(join(directory, 'instance', 'cluster', 'base'))).uid).toBe(0);
      // unshare has become postgres: the id it was started with is the one that gets the signals.
      const pid = await postmasterPid(directory);
      expect(second.said.at(-1)?.details).toMatchObject({ pid });
      expect(await uidOf(pid)).toBe(0);
    });
  });
}

if (IS_ROOT) {
  describe('as an ordinary user', () => {
    it('works, and is the choice from then on', async () => {
      const directory = join(await scratchDirectory(), 'postgres');
      const first = await startForTest({ directory, runAs: 'uid' });
      await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
      expect(await uidOf(await postmasterPid(directory))).toBe(NOBODY);
      await first.stop();

      const second = await startForTest({ directory });

      expect(second.said.at(-1)?.details).toMatchObject({ runAs: 'uid' });
      expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    });

    it('takes over what was made in a user namespace', async () => {
      const directory = join(await scratchDirectory(), 'postgres');
      const first = await startForTest({ directory, ...(namespaces.kind === 'works' ? { runAs: 'namespace' } : {}) });
      await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
      await first.stop();

      const second = await startForTest({ directory, runAs: 'uid' });

      expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
      expect((await lstat(join(directory, 'instance', 'cluster', 'PG_VERSION'))).uid).toBe(NOBODY);
    });

    it('is the owner of the directory where that is not root', async () => {
      const directory = join(await scratchDirectory(), 'postgres');
      await mkdir(directory);
      await chown(directory, 1, 1);
      await chmod(directory, 0o700);
      const { said } = await startForTest({ directory });

      expect(said.at(-1)?.details).toMatchObject({ runAs: 'uid' });
      expect(await uidOf(await postmasterPid(directory))).toBe(1);
    });

    it('gets a copy of programs it cannot reach', async () => {
      const hidden = await scratchDirectory();
      await chmod(hidden, 0o700);
      const { bin } = await findBinaries();
      await cp(dirname(bin), join(hidden, 'native'), { recursive: true, verbatimSymlinks: true });
      const directory = join(await scratchDirectory(), 'postgres');
      const options = { directory, binaries: join(hidden, 'native', 'bin'), runAs: 'uid' } as const;
      await (await startForTest(options)).stop();

      const { url, said } = await startForTest(options);

      expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      const copies = (await readdir(directory)).filter((name) => name.startsWith('binaries-'));
      expect(copies).toEqual([expect.stringMatching(/^binaries-18\.\d+-[0-9a-f]{12}$/)]);
      expect(said.at(-1)?.details).toMatchObject({ runAs: 'uid' });
    });

    it('says what to do where it may not enter the directory', async () => {
      const scratch = await scratchDirectory();
      await chmod(scratch, 0o700);
      const directory = join(scratch, 'postgres');

      await expect(startEmbeddedPostgres({ directory, runAs: 'uid', log })).rejects.toMatchObject({
        code: 'root',
        message: expect.stringMatching(/as nobody it may not enter .*ordinary user.*DATA_DIR.*DATABASE_URL/s),
      });
    });
  });
}
