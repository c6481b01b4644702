import { readFile } from 'node:fs/promises';
import { layoutOf } from '../../apps/server/src/database/embedded/layout.ts';
import { vacate } from '../../apps/server/src/database/embedded/occupant.ts';
import { commandLineOf } from '../../apps/server/src/database/embedded/processes.ts';

/** An embedded PostgreSQL as it looks from outside, by the directory that it lives in. */
export class Cluster {
  readonly #layout: ReturnType<typeof layoutOf>;

  constructor(directory: string) {
    this.#layout = layoutOf(directory);
  }

  /** kill -9 of PostgreSQL's main process. False where none runs at this moment. */
  async kill(): Promise<boolean> {
    const pid = Number((await this.#pidFile())[0]);
    // The file may be that of one killed before, and its id that of somebody else by now.
    if (!(await commandLineOf(pid))?.includes(this.#layout.cluster)) return false;
    try {
      return process.kill(pid, 'SIGKILL');
    } catch {
      return false;
    }
  }

  async url(): Promise<string> {
    // Source: miscadmin.h, LOCK_FILE_LINE_PORT.
    const port = (await this.#pidFile())[3];
    const password = await readFile(this.#layout.password, 'utf8');
    return `postgres://otkuda:${password}@127.0.0.1:${port}/otkuda`;
  }

  /** Stops what a killed server has left. */
  async vacate(): Promise<void> {
    await vacate(this.#layout, () => {});
  }

  async #pidFile(): Promise<readonly string[]> {
    try {
      return (await readFile(`${this.#layout.cluster}/postmaster.pid`, 'utf8')).split('\n');
    } catch {
      return [];
    }
  }
}
