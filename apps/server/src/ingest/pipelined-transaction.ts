import type { Duplex } from 'node:stream';
import type { Client, QueryResult, QueryResultRow } from 'pg';
import type { Statement } from '../database/statement.ts';
import type { Transaction } from './batch.ts';

/** The transaction was rolled back although its commit was sent: a statement before it failed. */
class RolledBack extends Error {}

/**
 * One transaction on a connection in pipeline mode: BEGIN travels with the first read, all writes travel with COMMIT, so a batch
 * costs as many round trips as it has reads, and one more.
 */
export class PipelinedTransaction implements Transaction {
  readonly #client: Client;
  #begun: Promise<QueryResult> | null = null;
  readonly #writes: Array<{ readonly statement: Statement<QueryResultRow>; readonly values: readonly unknown[] }> = [];
  /** From then on a lost connection leaves open whether the transaction was committed. */
  commitSent = false;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Sends BEGIN, in one piece with whatever is sent in the same turn of the event loop. */
  #begin(): Promise<QueryResult> {
    if (this.#begun !== null) return this.#begun;
    const stream = streamOf(this.#client);
    stream.cork();
    process.nextTick(() => stream.uncork());
    this.#begun = this.#client.query('begin');
    // A failed BEGIN is reported by whatever follows it.
    this.#begun.catch(() => {});
    return this.#begun;
  }

  async read<Row extends QueryResultRow>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    void this.#begin();
    const result = await this.#client.query<Row>({ name: statement.name, text: statement.text, values: [...values] });
    return result.rows;
  }

  write(statement: Statement<QueryResultRow>, values: readonly unknown[]): void {
    this.#writes.push({ statement, values });
  }

  async commit(): Promise<void> {
    this.commitSent = true;
    const stream = streamOf(this.#client);
    stream.cork();
    const begun = this.#begin();
    const sent = this.#writes.map(({ statement, values }) =>
      this.#client.query({ name: statement.name, text: statement.text, values: [...values] }),
    );
    const committed = this.#client.query('commit');
    stream.uncork();
    const settled = await Promise.allSettled([begun, ...sent, committed]);
    // Statements after the one that failed only say that the transaction is aborted: the first error is the cause.
    for (const result of settled) if (result.status === 'rejected') throw result.reason;
    const last = settled.at(-1);
    if (last?.status === 'fulfilled' && last.value.command !== 'COMMIT') throw new RolledBack('the commit was refused');
  }

  async rollback(): Promise<void> {
    if (this.#begun !== null && !this.commitSent) await this.#client.query('rollback');
  }
}

/**
 * The connection's socket. The driver writes each query by itself, and on a loopback a write wakes the database at once: corked, a
 * flight of queries is one write. A fifth of the server's time went into those writes.
 */
function streamOf(client: Client): Duplex {
  return (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection.stream;
}
