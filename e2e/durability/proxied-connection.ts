import type { Socket } from 'node:net';

export type AtCommit =
  /** PostgreSQL has done it and said so; the server does not hear it. */
  | 'answer_lost'
  /** The commit was passed on and the connection cut at once: PostgreSQL may or may not have taken it. */
  | 'cut'
  /** The commit got lost on the way; PostgreSQL goes on waiting for it, with all its locks. */
  | 'not_passed_on';

export interface ProxiedConnectionOptions {
  readonly holdMs: number;
  /** A commit of ingestion is about to be passed on: what to do to it. */
  readonly takeCommit: () => AtCommit | null;
  readonly onClosed: () => void;
}

/** How the connection of ingestion names itself in its first message. */
const writerName = 'otkuda-writer';
/** A simple query, as the protocol writes it. */
const commitQuery = Buffer.from('commit\0');
/** The tags of CommandComplete: a transaction that failed before is rolled back by its commit. */
const endTags = [Buffer.from('COMMIT\0'), Buffer.from('ROLLBACK\0')];

/** One connection of the server and the one of ours to PostgreSQL that stands for it. */
export class ProxiedConnection {
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #options: ProxiedConnectionOptions;
  readonly #held: { readonly chunk: Buffer; readonly dueMs: number }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isWriter = false;
  #silent = false;
  /** The answer to the commit is not passed on: the connection is cut when it comes. */
  #awaitsEnd = false;
  /** PostgreSQL does not learn that the client is gone. */
  #leavesUpstream = false;
  holdMs: number;

  constructor(client: Socket, upstream: Socket, options: ProxiedConnectionOptions) {
    this.#client = client;
    this.#upstream = upstream;
    this.#options = options;
    this.holdMs = options.holdMs;
    client.setNoDelay();
    upstream.setNoDelay();
    client.once('data', (first) => {
      this.#isWriter = first.includes(writerName);
    });
    client.on('data', (chunk) => this.#passOn(chunk));
    upstream.on('data', (chunk) => this.#answer(chunk));
    for (const socket of [client, upstream]) {
      socket.on('error', () => {});
      socket.on('end', () => this.#ended(socket));
      socket.on('close', () => this.#closed());
    }
  }

  silence(): void {
    this.#silent = true;
  }

  speak(): void {
    this.#silent = false;
    this.#release();
    for (const socket of [this.#client, this.#upstream]) if (socket.readableEnded) socket.end();
    this.#closed();
  }

  cut(): void {
    clearTimeout(this.#timer);
    this.#client.resetAndDestroy();
    this.#upstream.destroy();
  }

  #passOn(chunk: Buffer): void {
    const how = this.#isWriter && chunk.includes(commitQuery) ? this.#options.takeCommit() : null;
    if (how === 'not_passed_on') {
      this.#leavesUpstream = true;
      this.#client.resetAndDestroy();
      return;
    }
    this.#upstream.write(chunk);
    if (how === 'answer_lost') this.#awaitsEnd = true;
    if (how === 'cut') {
      this.#client.resetAndDestroy();
      this.#upstream.end();
    }
  }

  #answer(chunk: Buffer): void {
    if (this.#awaitsEnd) {
      if (endTags.some((tag) => chunk.includes(tag))) this.cut();
      return;
    }
    this.#held.push({ chunk, dueMs: performance.now() + this.holdMs });
    this.#release();
  }

  /** Passes on what is due, in the order in which it came. */
  #release(): void {
    clearTimeout(this.#timer);
    while (!this.#silent) {
      const [next] = this.#held;
      if (next === undefined) return;
      const waitMs = next.dueMs - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#release(), waitMs);
        return;
      }
      this.#held.shift();
      if (!this.#client.destroyed) this.#client.write(next.chunk);
    }
  }

  #ended(socket: Socket): void {
    if (!this.#silent) socket.end();
  }

  /** One end takes the other with it, unless nothing gets through. */
  #closed(): void {
    if (this.#client.destroyed && this.#upstream.destroyed) this.#options.onClosed();
    if (this.#silent) return;
    if (this.#client.destroyed && !this.#leavesUpstream) this.#upstream.end();
    if (this.#upstream.destroyed) this.#client.end();
  }
}
