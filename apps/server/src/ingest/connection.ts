import pg from 'pg';

/**
 * Every statement of the writer finds its rows by key, so a plan made once serves for ever; one made while a table was still empty
 * must not read it whole later.
 */
const sessionOptions = [
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'jit=off',
  // How `parseTime` expects times.
  'timezone=UTC',
  'datestyle=ISO',
]
  .map((option) => `-c ${option}`)
  .join(' ');

/** Past this nobody waits for an answer any more, and the connection may be one of a machine that is gone without a word. */
const statementMsMax = 6_000;

interface Backend {
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * The writer's connection. After it is lost, the next one can make sure that its backend is gone, so that what is not stored then
 * will not be stored any more.
 */
export class WriterConnection {
  readonly #url: string;
  #client: pg.Client | null = null;
  #backend: Backend | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  /** The open connection, or a new one. Throws where the database cannot be reached. */
  async client(): Promise<pg.Client> {
    if (this.#client !== null) return this.#client;
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'otkuda-writer',
      connectionTimeoutMillis: 2_000,
      query_timeout: statementMsMax,
      options: sessionOptions,
    });
    client.on('error', () => this.#forget(client));
    client.on('end', () => this.#forget(client));
    await client.connect();
    const previous = this.#backend;
    if (previous !== null) await endBackend(client, previous);
    this.#backend = await backendOf(client);
    this.#client = client;
    return client;
  }

  /** Gives the connection up, without waiting for it: it hangs, or it is in an unknown state. */
  drop(): void {
    const client = this.#client;
    this.#client = null;
    client?.end().catch(() => {});
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => {});
  }

  #forget(client: pg.Client): void {
    if (this.#client === client) this.#client = null;
  }
}

async function backendOf(client: pg.Client): Promise<Backend> {
  const found = await client.query<{ pid: number; started_at: string }>(
    'select pid, backend_start::text as started_at from pg_stat_activity where pid = pg_backend_pid()',
  );
  const row = found.rows[0];
  if (row === undefined) throw new Error('the backend does not see itself');
  return { pid: row.pid, startedAt: row.started_at };
}

/** Ends a backend whose client is gone and waits until it is; the time of its start tells it from a later one with its pid. */
async function endBackend(client: pg.Client, backend: Backend): Promise<void> {
  for (;;) {
    const left = await client.query(
      'select pg_terminate_backend(pid, 1000) from pg_stat_activity where pid = $1 and backend_start::text = $2',
      [backend.pid, backend.startedAt],
    );
    if (left.rowCount === 0) return;
  }
}
