import type { ClientBase, QueryResultRow } from 'pg';

/** A statement that the server prepares once per connection: the hot path sends its name and values only. */
export interface Statement<Row extends QueryResultRow> {
  readonly name: string;
  readonly text: string;
  readonly row?: Row;
}

/** `name` must be unique in the program: it names the prepared statement. */
export function statement<Row extends QueryResultRow = Record<string, never>>(
  name: string,
  text: string,
): Statement<Row> {
  return { name, text };
}

/** A connection, or a pool where no two statements have to share one. */
export type Queryable = Pick<ClientBase, 'query'>;

export async function execute<Row extends QueryResultRow>(
  client: Queryable,
  { name, text }: Statement<Row>,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await client.query<Row>({ name, text, values: [...values] });
  return result.rows;
}
