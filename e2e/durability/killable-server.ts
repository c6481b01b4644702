import { type StartingProcess, spawnProcess } from '../server-process.ts';

export const serverCommand: readonly [string, ...string[]] = ['node', 'apps/server/src/main.ts'];

/** The server as a process that is killed and started again at the same address. */
export class KillableServer {
  readonly url: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #command: readonly [string, ...string[]];
  #process: StartingProcess | null = null;
  /** Ends that nobody asked for. */
  readonly unexpectedEnds: string[] = [];

  constructor(port: number, environment: Readonly<Record<string, string>>, command = serverCommand) {
    this.url = `http://127.0.0.1:${port}`;
    this.#environment = { ...environment, PORT: String(port) };
    this.#command = command;
  }

  /** Begins to start; `ready` tells when it takes calls. */
  start(): { readonly ready: Promise<string> } {
    const started = spawnProcess(this.#command, this.#environment);
    this.#process = started;
    void started.ended.then((code) => {
      if (this.#process !== started) return;
      this.unexpectedEnds.push(`${this.url} ended by itself with ${code}: ${started.errors.join('').slice(-2_000)}`);
    });
    return started;
  }

  /** Its process id; null where it does not run. */
  get pid(): number | null {
    return this.#process?.child.pid ?? null;
  }

  /** As kill -9; resolves when it is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** In order; gives its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const ending = this.#process;
    this.#process = null;
    if (ending === null) return null;
    ending.child.kill(signal);
    return ending.ended;
  }
}
