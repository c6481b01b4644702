import pg from 'pg';

export interface PoolOptions {
  readonly url: string;
  readonly connectionsMax: number;
  /** A machine that is gone does not say so: past this a statement has failed and its connection is given up. */
  readonly statementMsMax: number;
  /** A connection that nobody used was lost. */
  readonly onLost: (error: Error) => void;
}

/** Connections that give up in time: whoever waits for an answer that never comes keeps others out of the pool. */
export function openPool({ url, connectionsMax, statementMsMax, onLost }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: 2_500,
    query_timeout: statementMsMax,
    // Short statements over many rows of configuration: compiling their plans costs more than running them.
    options: '-c jit=off',
  });
  pool.on('error', onLost);
  // A connection that is lost while it is checked out fails its query; unheard, the event would end the process as well.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
