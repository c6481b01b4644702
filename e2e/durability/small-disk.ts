import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { serverCommand } from './killable-server.ts';

/** Room for a cluster and some minutes of load. */
const size = '160m';
const megabyte = Buffer.alloc(1024 * 1024);

/** A view of the file system of one's own: root may have it, and others where the system lets them be root in a namespace. */
const privateMounts =
  process.getuid?.() === 0 ? ['unshare', '-m'] : ['unshare', '-U', '-m', '--map-current-user', '--keep-caps'];

/** The command of a server whose DATA_DIR is a disk of its own, that nobody else sees and that goes with it. */
export const onSmallDisk: readonly [string, ...string[]] = [
  'unshare',
  ...privateMounts.slice(1),
  'sh',
  '-c',
  `mount -t tmpfs -o size=${size},mode=711 tmpfs "$DATA_DIR" && exec ${serverCommand.join(' ')}`,
];

/** Whether this machine lets us have such a disk. */
export async function canHaveSmallDisk(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'otkuda-mount-'));
  try {
    const [program = '', ...args] = privateMounts;
    await promisify(execFile)(program, [...args, 'mount', '-t', 'tmpfs', 'tmpfs', folder]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Fills the disk that a folder is on, and keeps it full until it is told to stop. */
export class DiskFiller {
  readonly #path: string;
  #stopped = false;
  #running: Promise<void> | null = null;

  constructor(folder: string) {
    this.#path = join(folder, 'filler');
  }

  /** Resolves when there is no room left for the first time. */
  async fill(): Promise<void> {
    await this.#writeUntilFull();
    this.#running = this.#keepFull();
  }

  async free(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await rm(this.#path);
  }

  async #keepFull(): Promise<void> {
    while (!this.#stopped) {
      await this.#writeUntilFull();
      await delay(20);
    }
  }

  async #writeUntilFull(): Promise<void> {
    const file = await open(this.#path, 'a');
    try {
      for (let bytes = megabyte.length; bytes >= 4_096; ) {
        try {
          await file.write(megabyte, 0, bytes);
        } catch (error) {
          if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
          bytes /= 4;
        }
      }
    } finally {
      await file.close();
    }
  }
}
