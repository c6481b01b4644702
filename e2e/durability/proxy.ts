import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { type AtCommit, ProxiedConnection } from './proxied-connection.ts';

// A machine that is gone does not even say good-bye back: what one end closes stays half open until the connection closes it.
const halfOpen = { allowHalfOpen: true };

/** Stands between a server and its PostgreSQL and does to their connections what networks, disks and machines do. */
export class FaultProxy {
  readonly port: number;
  readonly #upstreamPort: number;
  readonly #connections = new Set<ProxiedConnection>();
  /** Of no use to anybody any more, and still open. */
  readonly #forgotten = new Set<ProxiedConnection>();
  #listener: Server;
  #holdMs = 0;
  #silent = false;
  #atCommit: { readonly how: AtCommit; left: number } | null = null;

  private constructor(listener: Server, port: number, upstreamPort: number) {
    this.#listener = listener;
    this.port = port;
    this.#upstreamPort = upstreamPort;
    this.#serve();
  }

  static async open(upstreamPort: number): Promise<FaultProxy> {
    const listener = createServer(halfOpen);
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
    return new FaultProxy(listener, address.port, upstreamPort);
  }

  /** Every answer comes that much later: a slow disk. */
  holdAnswers(ms: number): void {
    this.#holdMs = ms;
    for (const connection of this.#connections) connection.holdMs = ms;
  }

  /** Nothing comes back any more; new connections are taken and not answered either. */
  silence(): void {
    this.#silent = true;
    for (const connection of this.#connections) connection.silence();
  }

  /** What was held back comes at last, as after a cable is put in again. */
  speak(): void {
    this.#silent = false;
    for (const connection of this.#connections) connection.speak();
  }

  /** New connections work; those that were silenced stay so for ever, as those of a machine that is gone. */
  forgetSilenced(): void {
    this.#silent = false;
    for (const connection of this.#connections) this.#forgotten.add(connection);
    this.#connections.clear();
  }

  cutAll(): void {
    for (const connection of this.#connections) connection.cut();
  }

  /** Cuts each connection that stands with this probability. */
  cutSome(chance: () => boolean): void {
    for (const connection of this.#connections) if (chance()) connection.cut();
  }

  /** New connections are refused from now on, and those that stand are cut. */
  async refuse(): Promise<void> {
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    this.cutAll();
    await closed;
  }

  async accept(): Promise<void> {
    if (this.#listener.listening) return;
    this.#listener = createServer(halfOpen);
    this.#serve();
    this.#listener.listen(this.port, '127.0.0.1');
    await once(this.#listener, 'listening');
  }

  /** Breaks the connection of the next commits of ingestion, one after the other. */
  atNextCommits(count: number, how: AtCommit): void {
    this.#atCommit = { how, left: count };
  }

  /** Commits that are still to be broken. */
  get commitsLeft(): number {
    return this.#atCommit?.left ?? 0;
  }

  /** Ends every disturbance. */
  async heal(): Promise<void> {
    this.#atCommit = null;
    this.holdAnswers(0);
    this.speak();
    await this.accept();
  }

  async close(): Promise<void> {
    for (const connection of this.#forgotten) connection.cut();
    if (this.#listener.listening) await this.refuse();
  }

  #serve(): void {
    this.#listener.on('connection', (client) => {
      const connection = new ProxiedConnection(
        client,
        connect({ ...halfOpen, port: this.#upstreamPort, host: '127.0.0.1' }),
        {
          holdMs: this.#holdMs,
          takeCommit: () => this.#takeCommit(),
          onClosed: () => {
            this.#connections.delete(connection);
            this.#forgotten.delete(connection);
          },
        },
      );
      if (this.#silent) connection.silence();
      this.#connections.add(connection);
    });
  }

  #takeCommit(): AtCommit | null {
    if (this.#atCommit === null || this.#atCommit.left === 0) return null;
    this.#atCommit.left -= 1;
    return this.#atCommit.how;
  }
}
