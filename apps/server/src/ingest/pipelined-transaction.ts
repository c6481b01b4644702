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
  readonly #begun: Promise<QueryResult>;
  readonly #writes: Array<{ readonly statement: Statement<QueryResultRow>; readonly values: readonly unknown[] }> = [];
  /** From then on a lost connection leaves open whether the transaction was committed. */
  commitSent = false;

  constructor(client: Client) {
    this.#client = client;
    this.#begun = client.query('begin');
    // A failed BEGIN is reported by whatever follows it.
    this.#begun.catch(() => {});
  }

  async read<Row extends QueryResultRow>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
    const result = await this.#client.query<Row>({ name: statement.name, text: statement.text, values: [...values] });
    return result.rows;
  }

  write(statement: Statement<QueryResultRow>, values: readonly unknown[]): void {
    this.#writes.push({ statement, values });
  }

  async commit(): Promise<void> {
    this.commitSent = true;
    const sent = this.#writes.map(({ statement, values }) =>
      this.#client.query({ name: statement.name, text: statement.text, values: [...values] }),
    );
    const settled = await Promise.allSettled([this.#begun, ...sent, this.#client.query('commit')]);
    // Statements after the one that failed only say that the transaction is aborted: the first error is the cause.
    for (const result of settled) if (result.status === 'rejected') throw result.reason;
    const last = settled.at(-1);
    if (last?.status === 'fulfilled' && last.value.command !== 'COMMIT') throw new RolledBack('the commit was refused');
  }

  async rollback(): Promise<void> {
    await this.#client.query('rollback');
  }
}
