import type { Duplex } from 'node:stream';
import type { Client, FieldDef, QueryResultRow, Submittable } from 'pg';
import type { Statement } from '../database/statement.ts';
import { Messages } from './messages.ts';
import { parseTime } from './parse-time.ts';

export interface Sent {
  readonly statement: Statement<QueryResultRow>;
  readonly values: readonly unknown[];
}

/** What one statement of a flight gave. */
export interface Landing {
  readonly rows: QueryResultRow[];
  /** PostgreSQL's word for what was done: `COMMIT`, `ROLLBACK`, `SELECT 3` … */
  readonly command: string;
}

/**
 * Several statements sent in one piece and answered in one, with a single Sync behind them (PostgreSQL, "Extended Query", "Pipelining").
 * A statement that fails keeps the rest from being run, so its error is the one that counts. The driver's own queries are each
 * answered by themselves: on a loopback that wakes both sides for every statement, which cost more than most of the statements.
 *
 * Statements are prepared once per connection, by name.
 */
export class Flight implements Submittable {
  /** In the order of the statements. Rejects with the error of the one that failed. */
  readonly landed: Promise<readonly Landing[]>;
  /** The driver takes it over to give up after its time. */
  callback: (error: Error | null, landings: readonly Landing[]) => void;
  readonly #client: Client;
  readonly #sent: readonly Sent[];
  readonly #preparing: string[] = [];
  readonly #landings: Landing[] = [];
  #rows: QueryResultRow[] = [];
  #columns: readonly Column[] = [];

  constructor(client: Client, sent: readonly Sent[]) {
    this.#client = client;
    this.#sent = sent;
    const { promise, resolve, reject } = Promise.withResolvers<readonly Landing[]>();
    this.landed = promise;
    this.callback = (error, landings) => (error === null ? resolve(landings) : reject(error));
    client.query(this);
  }

  /** Called by the driver, as are all that follow. Returns an error instead of throwing it. */
  submit(driver: unknown): Error | null {
    const connection = driver as Connection;
    const prepared = preparedOn(connection);
    try {
      for (const { statement, values } of this.#sent) {
        if (!prepared.has(statement.name) && !this.#preparing.includes(statement.name)) {
          // An earlier flight may have failed after it was prepared.
          messages.close(statement.name);
          messages.parse(statement);
          this.#preparing.push(statement.name);
        }
        messages.run(statement.name, values);
      }
    } catch (error) {
      messages.drop();
      return error instanceof Error ? error : new Error(String(error));
    }
    messages.sync();
    messages.sendTo(connection.stream);
    return null;
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => {
      const parse = this.#client.getTypeParser(dataTypeID);
      return { name, parse: dataTypeID === timestamptz ? (text) => parseTime(text) ?? parse(text) : parse };
    });
  }

  handleDataRow({ fields }: { readonly fields: ReadonlyArray<string | null> }): void {
    const row: Record<string, unknown> = {};
    for (const [index, { name, parse }] of this.#columns.entries()) {
      const text = fields[index] ?? null;
      row[name] = text === null ? null : parse(text);
    }
    this.#rows.push(row);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#landings.push({ rows: this.#rows, command: text });
    this.#rows = [];
  }

  handleError(error: Error): void {
    this.callback(error, []);
  }

  handleReadyForQuery(driver: unknown): void {
    const prepared = preparedOn(driver as Connection);
    for (const name of this.#preparing) prepared.add(name);
    this.callback(null, this.#landings);
  }
}

const timestamptz = 1184;

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/** The driver's connection. */
interface Connection {
  readonly stream: Duplex;
}

const messages = new Messages();
const preparedNames = new WeakMap<Connection, Set<string>>();

/** Names of the statements that are known to be prepared on a connection. */
function preparedOn(connection: Connection): Set<string> {
  const known = preparedNames.get(connection);
  if (known !== undefined) return known;
  const names = new Set<string>();
  preparedNames.set(connection, names);
  return names;
}
