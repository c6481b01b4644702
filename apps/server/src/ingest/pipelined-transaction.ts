import type { Client, QueryResultRow } from 'pg';
import type { Statement } from '../database/statement.ts';
import type { Transaction } from './batch.ts';
import { Flight, type Sent } from './flight.ts';

/** The transaction was rolled back although its commit was sent: a statement before it failed. */
class RolledBack extends Error {}

interface Read extends Sent {
  resolve(rows: QueryResultRow[]): void;
  reject(error: unknown): void;
}

const begin: Sent = { statement: { name: 'begin', text: 'begin' }, values: [] };
const commit: Sent = { statement: { name: 'commit', text: 'commit' }, values: [] };

/**
 * One transaction: BEGIN travels with the first read, reads of the same turn travel together, all writes travel with COMMIT. So a batch
 * costs as many round trips as it has reads that wait for each other, and one more.
 */
export class PipelinedTransaction implements Transaction {
  readonly #client: Client;
  #open = false;
  #reads: Read[] = [];
  readonly #writes: Sent[] = [];
  /** From then on a lost connection leaves open whether the transaction was committed. */
  commitSent = false;

  constructor(client: Client) {
    this.#client = client;
  }

  read<Row extends QueryResultRow>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    const { promise, resolve, reject } = Promise.withResolvers<Row[]>();
    if (this.#reads.length === 0) queueMicrotask(() => this.#sendReads());
    this.#reads.push({ statement, values, resolve: (rows) => resolve(rows as Row[]), reject });
    return promise;
  }

  write(statement: Statement<QueryResultRow>, values: readonly unknown[]): void {
    this.#writes.push({ statement, values });
  }

  async commit(): Promise<void> {
    this.commitSent = true;
    const flight = new Flight(this.#client, [...this.#beginning(), ...this.#writes, commit]);
    // Of a transaction that failed before, COMMIT makes a ROLLBACK and says so.
    const command = (await flight.landed).at(-1)?.command;
    this.#open = false;
    if (command !== 'COMMIT') throw new RolledBack('the commit was refused');
  }

  /** To be called where a statement failed, which leaves the transaction open. */
  async rollback(): Promise<void> {
    if (this.#open) await this.#client.query('rollback');
  }

  #sendReads(): void {
    const reads = this.#reads;
    this.#reads = [];
    const flight = new Flight(this.#client, [...this.#beginning(), ...reads]);
    flight.landed.then(
      (landings) => {
        for (const [index, { resolve }] of reads.entries()) {
          resolve(landings[landings.length - reads.length + index]?.rows ?? []);
        }
      },
      (error: unknown) => {
        for (const { reject } of reads) reject(error);
      },
    );
  }

  #beginning(): Sent[] {
    if (this.#open) return [];
    this.#open = true;
    return [begin];
  }
}
