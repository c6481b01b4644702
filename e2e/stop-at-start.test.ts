import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inTemporaryFolder, type StartingProcess, spawnProcess, startProcess } from './server-process.ts';

/** Ctrl-C while the server is still on its way up: it ends well and leaves nothing that the next start trips over. */
const server = ['node', 'apps/server/src/main.ts'] as const;

const pressCtrlC = ({ child }: StartingProcess): void => {
  process.kill(-(child.pid ?? 0), 'SIGINT');
};

it('waiting for a database that does not come ends when nobody waits for it', async () => {
  await inTemporaryFolder(async (folder) => {
    const environment = { DATA_DIR: folder, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', LOG_LEVEL: 'warn' };
    const starting = spawnProcess(server, environment);
    await expect.poll(() => starting.errors.join('')).toContain('it is waited for');
    pressCtrlC(starting);
    expect(await starting.ended).toBe(0);
    expect(starting.output).toEqual([]);
  });
});

it('a first start that is given up is made by the next one', async () => {
  await inTemporaryFolder(async (folder, started) => {
    const starting = spawnProcess(server, { DATA_DIR: folder });
    await expect.poll(() => existsSync(join(folder, 'postgres'))).toBe(true);
    pressCtrlC(starting);
    expect(await starting.ended).toBe(0);
    expect(starting.output).toEqual([]);
    const again = started(await startProcess(server, { DATA_DIR: folder }));
    expect(again.output.at(-1)).toBe(`Otkuda is ready at ${again.url}`);
  });
});
